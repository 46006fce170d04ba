"""The few entries that put a rulebook into force are found without reading all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ONLY = sa.text("kind = 'PublishRulebook'")


def upgrade() -> None:
    op.create_index(
        "ix_entry_publications",
        "entry",
        ["facility", "day", "position"],
        sqlite_where=ONLY,
        postgresql_where=ONLY,
    )


def downgrade() -> None:
    op.drop_index("ix_entry_publications", "entry")
