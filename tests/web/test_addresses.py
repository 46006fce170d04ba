"""Which address is told to others: never the one by which a computer calls itself, if there is another."""

import ipaddress
from pathlib import Path

import pytest

from tests.web.conftest import Web
from web import addresses
from web.addresses import of_this_computer, root
from web.config import Settings
from web.listen import NoAddress, take
from web.ticket import address_of
from web.welcome import welcome

LAN = ("192.168.1.10", "10.0.0.3")


def settings(**given: object) -> Settings:
    kept = {
        "database": "sqlite:////srv/alur/alur.db",
        "data": Path("/srv/alur"),
        "rules": Path("/r"),
    }
    return Settings(**{**kept, "secret": "", "host": "0.0.0.0", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "asked", "told"),
    [
        ({}, "http://192.168.1.10:8000", "http://192.168.1.10:8000"),
        ({}, "http://127.0.0.1:8000", "http://192.168.1.10:8000"),
        ({}, "http://localhost:8000", "http://192.168.1.10:8000"),
        ({}, "http://[::1]:8000", "http://192.168.1.10:8000"),
        ({}, "http://127.0.0.1", "http://192.168.1.10"),
        ({"host": "127.0.0.1"}, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ({"host": "127.0.0.1", "proxies": 1}, "http://localhost", "http://192.168.1.10"),
        ({"public_url": "https://alur.example/"}, "http://127.0.0.1:8000", "https://alur.example"),
        ({}, "http://[x", "http://[x"),
        ({}, "http://127.0.0.1:x", "http://127.0.0.1:x"),
    ],
)
def test_what_is_told_can_be_opened_elsewhere(given: dict, asked: str, told: str) -> None:
    assert root(settings(**given), asked, lambda: LAN) == told


def test_without_a_network_the_address_of_the_request_stays() -> None:
    assert root(settings(), "http://127.0.0.1:8000", lambda: ()) == "http://127.0.0.1:8000"


def test_this_computers_addresses_are_in_networks() -> None:
    found = of_this_computer()
    assert len(set(found)) == len(found)
    assert not [one for one in found if ipaddress.ip_address(one).is_loopback]
    for one in found:  # each is ours: it can be listened at
        take(one, 0).close()


def test_a_tv_and_a_slip_at_the_server_itself_tell_its_address(web: Web, monkeypatch) -> None:
    object.__setattr__(web.house.settings, "host", "0.0.0.0")
    monkeypatch.setattr(addresses, "of_this_computer", lambda: LAN)
    web.open()
    visit = web.ask("POST", "visits", {}, status=201).json["id"]
    stranger = web.app.test_client()
    seen = stranger.get("/tv", base_url="http://127.0.0.1:8000").text
    assert "http://192.168.1.10:8000/admin/perangkat" in seen
    with web.app.test_request_context(base_url="http://127.0.0.1:8000"):
        assert address_of(visit) == f"http://192.168.1.10:8000/tiket/{visit}"


# What `alur serve` says


def said(web: Web, own: tuple[str, ...] = LAN, **given: object) -> str:
    return "\n".join(welcome(settings(**given), web.house.clinic.rulebook, 8000, own))


def test_it_says_on_which_data_and_every_page(web: Web) -> None:
    words = said(web)
    assert "Data        /srv/alur\n" in words
    assert "/srv/alur/alur.db" in words
    assert "0.0.0.0" not in words
    shown = [line.split()[1] for line in words.splitlines() if "http" in line]
    assert "http://192.168.1.10:8000/papan/utama" in shown
    browser = web.browser("dewi")
    for address in [one for one in shown if one.startswith("http")]:
        path = address.removeprefix("http://192.168.1.10:8000")
        assert browser.get(path).status_code in (200, 302), path
    for page in ("masuk", "loket", "pos", "lantai", "tv", "kios", "aturan", "admin"):
        assert f"http://192.168.1.10:8000/{page}" in shown


def test_a_password_of_the_database_is_not_said(web: Web) -> None:
    words = said(web, database="postgresql+psycopg://alur:rahasia@db/alur")
    assert "db/alur" in words
    assert "rahasia" not in words


@pytest.mark.parametrize(
    ("given", "own", "remark"),
    [
        ({"host": "127.0.0.1"}, LAN, "Hanya komputer ini"),
        ({}, (), "belum tersambung ke jaringan"),
        ({}, LAN, "Alamat lain komputer ini: http://10.0.0.3:8000"),
        ({"host": "10.0.0.3"}, LAN, "http://10.0.0.3:8000/loket"),
        ({"host": "::1"}, LAN, "http://[::1]:8000/loket"),
        ({"public_url": "https://alur.example"}, LAN, "https://alur.example/loket"),
    ],
)
def test_who_can_open_it_is_said(web: Web, given: dict, own: tuple[str, ...], remark: str) -> None:
    assert remark in said(web, own, **given)


def test_a_port_in_use_is_named_with_the_remedy() -> None:
    door = take("127.0.0.1", 0)
    port = door.getsockname()[1]
    with pytest.raises(NoAddress) as refused:
        take("127.0.0.1", port)
    door.close()
    assert f"Port {port} sudah dipakai" in refused.value.said.id
    assert "--port" in refused.value.said.en


def test_an_address_of_another_computer_is_named() -> None:
    with pytest.raises(NoAddress, match=r"198\.51\.100\.1"):
        take("198.51.100.1", 0)
