"""The first tables: journal, visits, rulebooks, patients, staff."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry",
        sa.Column("facility", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("facility", "day", "position"),
        sa.UniqueConstraint("facility", "command", name="a_command_happens_once"),
    )
    op.create_table(
        "visit",
        sa.Column("facility", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=True),
        sa.Column("patient", sa.String(), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("cluster", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("facility", "day", "visit"),
        sa.UniqueConstraint("facility", "day", "ticket", name="a_ticket_is_issued_once"),
    )
    op.create_index("ix_visit_visit", "visit", ["visit"])
    op.create_table(
        "rulebook",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("facility", sa.String(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search_name", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("nik", sa.String(), nullable=True),
        sa.Column("bpjs", sa.String(), nullable=True),
        sa.Column("record", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("nik", name="a_nik_is_one_person"),
        sa.UniqueConstraint("bpjs", name="a_bpjs_card_is_one_person"),
        sa.UniqueConstraint("record", name="a_record_number_is_one_person"),
    )
    op.create_index("ix_patient_search_name", "patient", ["search_name"])
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("disabled_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "token",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("hash", name="a_token_is_one_name"),
    )


def downgrade() -> None:
    for table in ("token", "account", "patient", "rulebook", "visit", "entry"):
        op.drop_table(table)
