"""The first admin comes from the command line; no password is ever on it."""

import pytest
from click.testing import CliRunner, Result

from flow import clock
from flow.database import open_database
from flow.staff import Staff
from flow.staff.cli import token, user

PASSWORD = "sandi yang panjang"


@pytest.fixture
def database(tmp_path, monkeypatch) -> str:
    monkeypatch.setenv("ALUR_DATA", str(tmp_path / "kept"))
    monkeypatch.delenv("ALUR_DATABASE", raising=False)
    return f"sqlite:///{tmp_path}/kept/alur.db"


def run(group, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(group, list(words), input=typed)


def test_a_new_admin_can_sign_in(database: str) -> None:
    added = run(user, "add", "dewi", "--role", "admin", "--password-stdin", typed=PASSWORD + "\n")
    assert added.output == "dewi dapat masuk sebagai admin.\ndewi may sign in as admin.\n"
    assert Staff(open_database(database), clock.now).accounts.sign_in("dewi", PASSWORD)


def test_the_password_is_asked_for_twice_and_not_shown(database: str) -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    added = run(user, "add", "dewi", "--role", "admin", typed=typed)
    assert added.exit_code == 0
    assert PASSWORD not in added.output
    changed = run(user, "password", "dewi", "--password-stdin", typed="sandi yang lain\n")
    assert changed.output == "dewi punya kata sandi baru.\ndewi has a new password.\n"


def test_two_passwords_that_differ_are_asked_for_again_in_both_languages(database: str) -> None:
    typed = f"{PASSWORD}\nsalah ketik\n{PASSWORD}\n{PASSWORD}\n"
    added = run(user, "add", "dewi", "--role", "admin", typed=typed)
    assert added.exit_code == 0
    assert "Kata sandi / Password" in added.output
    assert "Kedua kata sandi tidak sama." in added.output
    assert Staff(open_database(database), clock.now).accounts.sign_in("dewi", PASSWORD)


@pytest.mark.parametrize("role", [(), ("--role", "dokter")])
def test_who_names_no_role_is_told_which_there_are(database: str, role: tuple[str, ...]) -> None:
    refused = run(user, "add", "dewi", *role)
    assert refused.exit_code == 2
    assert "Pilih satu peran / Choose a role" in refused.output
    assert "registration  pendaftaran" in refused.output


def test_what_is_wrong_is_one_sentence(database: str) -> None:
    short = run(user, "add", "dewi", "--role", "admin", "--password-stdin", typed="pendek\n")
    assert short.exit_code == 1
    assert short.output == (
        "Error: Kata sandi terlalu pendek. Pakai paling sedikit 10 karakter.\n"
        "The password is too short. Use at least 10 characters.\n"
    )
    assert "Tidak ada dewi." in run(user, "disable", "dewi").output
    assert run(user, "add", "dewi", "--role", "dokter").exit_code == 2


def test_accounts_are_listed_and_disabled(database: str) -> None:
    run(user, "add", "dewi", "--role", "admin", "--password-stdin", typed=PASSWORD)
    assert run(user, "list").output.split() == ["dewi", "admin", "active"]
    assert "last admin" in run(user, "disable", "dewi").output
    run(user, "add", "asep", "--role", "admin", "--password-stdin", typed=PASSWORD)
    assert run(user, "disable", "dewi").exit_code == 0
    assert run(user, "list").output.splitlines()[1].split()[:3] == ["dewi", "admin", "disabled"]


def test_a_token_is_printed_once(database: str) -> None:
    added = run(token, "add", "mesin-lab", "--role", "station")
    secret = added.stdout.strip()
    assert Staff(open_database(database), clock.now).tokens.check(secret)
    listed = run(token, "list").output
    assert secret not in listed
    assert listed.split() == ["mesin-lab", "station", "active"]
    assert run(token, "revoke", "mesin-lab").output == (
        "Token mesin-lab sudah dicabut.\nThe token mesin-lab is revoked.\n"
    )
    assert run(token, "list").output.split()[:3] == ["mesin-lab", "station", "revoked"]


def test_the_database_can_be_named(database: str, tmp_path) -> None:
    there = f"sqlite:///{tmp_path}/there.db"
    run(token, "add", "mesin-lab", "--role", "station", "--database", there)
    assert run(token, "list").output == ""
    assert "mesin-lab" in run(token, "list", "--database", there).output
