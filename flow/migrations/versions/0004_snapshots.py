"""The floor of a day as it stood some time ago, so that a start need not fold the whole day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("facility", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("facility", "day"),
    )


def downgrade() -> None:
    op.drop_table("snapshot")
