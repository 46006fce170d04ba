"""Siti works at the registration desk, Bambang has left, Charlie has never worked here."""

from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from flow.database import open_database
from flow.staff import Role, Staff, StaffError

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "kata sandi siti"


@pytest.fixture
def engine(tmp_path) -> Engine:
    return open_database(f"sqlite:///{tmp_path}/alur.db")


@pytest.fixture
def staff(engine: Engine) -> Staff:
    staff = Staff(engine, lambda: NOW, CHEAP)
    staff.accounts.add("siti", Role.REGISTRATION, GOOD)
    return staff


def test_siti_signs_in_with_her_password(staff: Staff) -> None:
    account = staff.accounts.sign_in("siti", GOOD)
    assert account is not None
    assert (account.name, account.role, account.added_at) == ("siti", Role.REGISTRATION, NOW)


def test_how_siti_types_her_name_does_not_lock_her_out(staff: Staff) -> None:
    assert staff.accounts.sign_in(" Siti ", GOOD) is not None


@pytest.mark.parametrize("password", ["", "kata sandi Siti", GOOD + " ", "\ud800", "x" * 10_000])
def test_another_password_opens_nothing(staff: Staff, password: str) -> None:
    assert staff.accounts.sign_in("siti", password) is None


def test_charlie_has_no_account_and_costs_the_same_work(staff: Staff, monkeypatch) -> None:
    asked = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher,
        "verify",
        lambda self, kept, given: asked.append(given) or verify(self, kept, given),
    )
    assert staff.accounts.sign_in("charlie", GOOD) is None
    assert asked == [GOOD.encode()]


def test_bambang_has_left(staff: Staff) -> None:
    staff.accounts.add("bambang", Role.STATION, "sandi bambang")
    staff.accounts.disable("bambang")
    assert staff.accounts.sign_in("bambang", "sandi bambang") is None
    assert staff.accounts.find("bambang") is None
    assert [a.disabled_at for a in staff.accounts.all()] == [NOW, None]


def test_a_new_password_replaces_the_old_one_and_ends_the_sessions(staff: Staff) -> None:
    before = staff.accounts.find("siti")
    staff.accounts.change_password("siti", "sandi yang baru")
    after = staff.accounts.sign_in("siti", "sandi yang baru")
    assert staff.accounts.sign_in("siti", GOOD) is None
    assert before is not None
    assert after is not None
    assert before.stamp != after.stamp


def test_an_old_hash_is_renewed_at_sign_in(staff: Staff, engine: Engine) -> None:
    stronger = Staff(
        engine, lambda: NOW, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    )
    before = staff.accounts.find("siti")
    assert stronger.accounts.sign_in("siti", GOOD) is not None
    assert stronger.accounts.find("siti") != before
    assert stronger.accounts.sign_in("siti", GOOD) is not None


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("siti", GOOD, "name"),
        ("SITI", GOOD, "name"),
        ("", GOOD, "name"),
        ("siti nur", GOOD, "name"),
        ("a" * 41, GOOD, "name"),
        ("x\x00", GOOD, "name"),
        ("{0}", GOOD, "name"),
        ("ratna", "pendek", "password"),
    ],
)
def test_what_cannot_be_an_account_names_the_field(
    staff: Staff, name: str, password: str, field: str
) -> None:
    with pytest.raises(StaffError) as refused:
        staff.accounts.add(name, Role.VIEWER, password)
    assert refused.value.field == field
    assert refused.value.said.id != refused.value.said.en


def test_nobody_unknown_is_disabled(staff: Staff) -> None:
    with pytest.raises(StaffError, match="There is no charlie"):
        staff.accounts.disable("charlie")


def test_the_database_holds_no_password(staff: Staff, engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("select * from account").all()
    assert GOOD not in str(rows)
    assert "$argon2id$" in str(rows)


def test_the_last_admin_stays(staff: Staff) -> None:
    staff.accounts.add("dewi", Role.ADMIN, GOOD)
    for change in (
        lambda: staff.accounts.disable("dewi"),
        lambda: staff.accounts.change_role("dewi", Role.VIEWER),
    ):
        with pytest.raises(StaffError, match="last admin"):
            change()
    assert staff.accounts.find("dewi") is not None
    staff.accounts.change_role("siti", Role.ADMIN)
    staff.accounts.disable("dewi")
    with pytest.raises(StaffError, match="last admin"):
        staff.accounts.change_role("siti", Role.STATION)


def test_who_comes_back_has_the_password_they_had(staff: Staff) -> None:
    staff.accounts.disable("siti")
    assert staff.accounts.sign_in("siti", GOOD) is None
    staff.accounts.enable("siti")
    assert staff.accounts.sign_in("siti", GOOD) is not None
    with pytest.raises(StaffError):
        staff.accounts.enable("charlie")


def test_another_role_holds_at_once(staff: Staff) -> None:
    staff.accounts.change_role("siti", Role.STATION)
    found = staff.accounts.find("siti")
    assert found is not None
    assert found.role is Role.STATION
