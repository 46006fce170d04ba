"""The laboratory machine has a token; Charlie makes one up."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from flow.database import open_database
from flow.staff import Role, Staff, StaffError

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path) -> Engine:
    return open_database(f"sqlite:///{tmp_path}/alur.db")


@pytest.fixture
def staff(engine: Engine) -> Staff:
    return Staff(engine, lambda: NOW)


def test_the_secret_opens_until_it_is_revoked(staff: Staff) -> None:
    secret = staff.tokens.add("mesin-lab", Role.STATION)
    token = staff.tokens.check(secret)
    assert token is not None
    assert (token.name, token.role, token.revoked_at) == ("mesin-lab", Role.STATION, None)
    staff.tokens.revoke("mesin-lab")
    assert staff.tokens.check(secret) is None
    assert [t.revoked_at for t in staff.tokens.all()] == [NOW]


def test_the_secret_can_be_recognised_and_is_not_stored(staff: Staff, engine: Engine) -> None:
    secret = staff.tokens.add("mesin-lab", Role.STATION)
    assert secret.startswith("alur_")
    assert len(secret) == len("alur_") + 43
    with engine.connect() as connection:
        assert secret not in str(connection.exec_driver_sql("select * from token").all())


@pytest.mark.parametrize("made_up", ["", "alur_", "alur_" + "A" * 43, "mesin-lab", "\ud800alur_"])
def test_charlie_makes_one_up(staff: Staff, made_up: str) -> None:
    staff.tokens.add("mesin-lab", Role.STATION)
    assert staff.tokens.check(made_up) is None


def test_a_name_is_one_token(staff: Staff) -> None:
    staff.tokens.add("mesin-lab", Role.STATION)
    with pytest.raises(StaffError, match="taken"):
        staff.tokens.add("mesin-lab", Role.VIEWER)
    with pytest.raises(StaffError, match="There is no printer"):
        staff.tokens.revoke("printer")
