"""The tables in the code are the tables that the migrations make."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from flow.database import open_database
from flow.devices.tables import DeviceTable
from flow.media.tables import MediaTable
from flow.patients.table import PatientTable
from flow.staff.tables import AccountTable, TokenTable


@pytest.mark.parametrize("table", [AccountTable, TokenTable, PatientTable, DeviceTable, MediaTable])
def test_a_table_is_as_migrated(table, tmp_path) -> None:
    name = table.__tablename__
    only = {
        "include_object": lambda _, found, kind, *__: kind != "table" or found == name,
        "compare_type": True,
    }
    with open_database(f"sqlite:///{tmp_path}/alur.db").connect() as connection:
        context = MigrationContext.configure(connection, opts=only)
        assert compare_metadata(context, table.metadata) == []
