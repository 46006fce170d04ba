"""Visits that were booked and visits that continue others; the last day that was opened is found without reading the others."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ONLY = sa.text("kind = 'OpenDay'")


def upgrade() -> None:
    op.create_index(
        "ix_entry_openings",
        "entry",
        ["facility", "day"],
        sqlite_where=ONLY,
        postgresql_where=ONLY,
    )
    op.add_column(
        "visit", sa.Column("booked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("visit", sa.Column("follows", sa.String(), nullable=True))
    op.create_index("ix_visit_follows", "visit", ["follows"])


def downgrade() -> None:
    op.drop_index("ix_visit_follows", "visit")
    op.drop_column("visit", "follows")
    op.drop_column("visit", "booked")
    op.drop_index("ix_entry_openings", "entry")
