"""Slips on paper: printed after the number stands, never a name on them, and what is told when nothing comes out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import zxingcpp

from flow.printing import Printing
from flow.printing.addresses import read_printers
from tests.live.server import free_port
from tests.printing import fake
from tests.printing.fake import PrinterOnTheNet
from tests.printing.roll import Roll
from tests.web.conftest import Web


@pytest.fixture
def printer() -> Iterator[PrinterOnTheNet]:
    with PrinterOnTheNet() as running:
        yield running


def with_printers(web: Web, setting: str) -> Web:
    web.house = replace(web.house, printing=Printing(read_printers(setting)))
    web.app.extensions["alur"] = web.house
    return web


def a_number(web: Web) -> dict[str, object]:
    web.open()
    visit = web.ask("POST", "visits", {"facts": {"service": "gigi"}}, status=201).json
    assert visit is not None
    return dict(visit)


def test_the_slip_of_a_visit_is_printed(web: Web, printer: PrinterOnTheNet) -> None:
    with_printers(web, f"kiosk={printer.address}?width=80")
    visit = a_number(web)
    answer = web.ask("POST", f"visits/{visit['id']}/slips", {"printer": "kiosk"}, status=201)
    assert answer.json == {"state": "ready"}
    roll = Roll(576).print(printer.printed)
    assert visit["ticket"] in roll.texts
    assert "Before you now: 0" in roll.texts
    assert "02-03-2026 07:30" in roll.texts
    codes = zxingcpp.read_barcodes(roll.picture())
    assert [code.text for code in codes] == [f"http://localhost/tiket/{visit['id']}"]


def test_a_slip_shows_no_name(web: Web, printer: PrinterOnTheNet) -> None:
    with_printers(web, printer.address)
    web.open()
    person = {"name": "Siti Aminah", "birth_date": "1991-08-30", "sex": "female"}
    patient = web.ask("POST", "patients", person, status=201).json["patient"]["id"]
    visit = web.ask("POST", "visits", {"patient": patient}, status=201).json
    web.ask("POST", f"visits/{visit['id']}/slips", status=201)
    assert "Siti" not in " ".join(Roll(384).print(printer.printed).texts)


@pytest.mark.parametrize(
    ("paper", "cause", "code", "remedy"),
    [
        (fake.PAPER_OUT, fake.FINE, "PaperOut", "Put in a roll"),
        (fake.FINE, fake.COVER_OPEN, "CoverOpen", "until it clicks"),
    ],
)
def test_a_number_stands_though_no_paper_came(
    web: Web, printer: PrinterOnTheNet, paper: int, cause: int, code: str, remedy: str
) -> None:
    with_printers(web, f"kiosk={printer.address}")
    printer.paper, printer.cause = paper, cause
    visit = a_number(web)
    slips = f"visits/{visit['id']}/slips"
    problem = web.ask("POST", slips, {"printer": "kiosk"}, status=409).json
    assert (problem["code"], remedy in problem["detail"]) == (code, True)
    assert web.ask("GET", f"visits/{visit['id']}").json["ticket"] == visit["ticket"]

    told = web.ask("GET", "printers", status=200).json["printers"]
    assert [(one["name"], one["code"]) for one in told] == [("kiosk", code)]

    printer.paper = printer.cause = fake.FINE
    web.ask("POST", slips, {"printer": "kiosk"}, status=201)
    told = web.ask("GET", "printers", status=200).json["printers"]
    assert [(one["state"], one["code"]) for one in told] == [("ready", None)]


def test_a_printer_that_is_off_is_told_with_its_address(web: Web) -> None:
    port = free_port()
    visit = a_number(with_printers(web, f"network:127.0.0.1:{port}"))
    problem = web.ask("POST", f"visits/{visit['id']}/slips", status=409).json
    assert problem["code"] == "PrinterOff"
    assert f"127.0.0.1:{port}" in problem["detail"]


def test_without_a_printer_the_browser_is_named(web: Web) -> None:
    visit = a_number(web)
    problem = web.ask("POST", f"visits/{visit['id']}/slips", status=404).json
    assert problem["code"] == "NoPrinter"
    assert web.ask("GET", "printers").json == {"printers": []}


def test_a_visit_that_is_unknown_prints_nothing(web: Web, printer: PrinterOnTheNet) -> None:
    with_printers(web, printer.address)
    web.open()
    assert web.ask("POST", f"visits/{'0' * 32}/slips", status=404).json["code"] == "UnknownVisit"
    assert printer.connections == 0


# Cards


def test_a_card_tells_a_public_screen_no_more_than_it_must(web: Web) -> None:
    web.open()
    person = {
        "name": "Siti Nur Aminah",
        "birth_date": "1991-08-30",
        "sex": "female",
        "nik": "3204117008910002",
        "bpjs": "0001234567890",
    }
    patient = web.ask("POST", "patients", person, status=201).json["patient"]["id"]
    for number in ("3204117008910002", "0001234567890"):
        holder = web.ask("POST", "patients/cards", {"number": number}, status=200).json["holder"]
        assert holder == {"patient": patient, "name": "Siti A***", "booking": None}
    for number in ("3204117008910003", "Siti", "08123456", "٣٢"):
        assert web.ask("POST", "patients/cards", {"number": number}).json == {"holder": None}


def test_a_card_finds_the_booking_of_today(web: Web) -> None:
    person = {"name": "Sukarno", "birth_date": "1961-08-30", "sex": "male", "bpjs": "0001234567890"}
    patient = web.ask("POST", "patients", person, status=201).json["patient"]["id"]
    booking = {"days": ["2026-03-02"], "patient": patient}
    booked = web.ask("POST", "bookings", booking, status=201).json["bookings"][0]
    web.open()
    card = web.ask("POST", "patients/cards", {"number": "0001234567890"}).json
    assert card["holder"] == {"patient": patient, "name": "Su***", "booking": booked["visit"]}
    web.ask("POST", "bookings/check-ins", {"visit": booked["visit"]}, status=200)
    card = web.ask("POST", "patients/cards", {"number": "0001234567890"}).json
    assert card["holder"]["booking"] is None
