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
    assert "Printed 02-03-2026 07:30" in roll.texts
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


def test_a_retry_prints_no_second_slip(web: Web, printer: PrinterOnTheNet) -> None:
    with_printers(web, printer.address)
    slips = f"visits/{a_number(web)['id']}/slips"
    answers = [web.ask("POST", slips, key="k", status=201).json for _ in range(2)]
    assert answers == [{"state": "ready"}] * 2
    once = printer.printed
    assert once.count(b"Queue number") == 1
    assert web.ask("POST", slips, {"printer": "utama"}, key="k", status=422).json["code"] == (
        "KeyReused"
    )
    web.ask("POST", slips, key="l", status=201)
    web.ask("POST", slips, key="k", who="registration", status=201)
    web.ask("POST", slips, status=201)
    assert printer.printed.count(b"Queue number") == 4


def test_after_the_paper_is_in_the_same_press_prints(web: Web, printer: PrinterOnTheNet) -> None:
    with_printers(web, printer.address)
    slips = f"visits/{a_number(web)['id']}/slips"
    printer.paper = fake.PAPER_OUT
    web.ask("POST", slips, key="k", status=409)
    printer.paper = fake.FINE
    web.ask("POST", slips, key="k", status=201)
    assert printer.printed.count(b"Queue number") == 1


def test_who_coughs_for_long_reads_on_the_slip_what_the_rulebook_says(
    web: Web, printer: PrinterOnTheNet
) -> None:
    with_printers(web, printer.address)
    web.open()
    notice = web.house.clinic.rulebook.notices["infectious"]
    coughing = web.ask("POST", "visits", {"facts": {"cough_weeks": 2}}, status=201).json
    assert coughing["notices"] == [{"id": notice.id, "en": notice.en}]
    web.ask("POST", f"visits/{coughing['id']}/slips", status=201)
    assert notice.en in " ".join(Roll(384).print(printer.printed).texts)

    other = web.ask("POST", "visits", {}, status=201).json
    assert other["notices"] == []
    before = len(printer.printed)
    web.ask("POST", f"visits/{other['id']}/slips", status=201)
    assert notice.en not in " ".join(Roll(384).print(printer.printed[before:]).texts)


# Bookings


def a_series(web: Web, *days: str, **about: object) -> list[dict[str, str]]:
    person = {"name": "Siti Aminah", "birth_date": "1991-08-30", "sex": "female"}
    patient = web.ask("POST", "patients", person, status=201).json["patient"]["id"]
    body = {"days": list(days), "patient": patient, **about}
    made = web.ask("POST", "bookings", body, status=201).json["bookings"]
    return [dict(one) for one in made]


def test_the_slip_of_a_booking_says_when_where_and_the_code(
    web: Web, printer: PrinterOnTheNet
) -> None:
    with_printers(web, printer.address)
    (made,) = a_series(web, "2026-03-03", slot="09:00")
    slips = f"bookings/{made['visit']}/slips"
    web.ask("POST", slips, who="registration", status=201)
    roll = Roll(384).print(printer.printed)
    said = " ".join(roll.texts)
    for words in ("Tuesday, 3 March 2026", "At 09:00", "On time until 09:15", made["code"]):
        assert words in said
    assert "For General care" in said
    assert "Siti" not in said
    room = web.house.clinic.rulebook.station("skrining").public_name.en
    assert f"Begin at {room}" in said, "who is on record does not go to the counter first"
    codes = zxingcpp.read_barcodes(roll.picture())
    assert [code.text for code in codes] == [made["code"]]

    shown = web.ask("GET", slips, who="registration", status=200).json
    assert (shown["day"], shown["slot"], shown["on_time_until"]) == ("2026-03-03", "09:00", "09:15")
    assert (shown["room"]["en"], shown["code"], shown["following"]) == (room, made["code"], [])
    assert "Siti" not in str(shown)


def test_who_is_not_on_record_begins_at_the_counter(web: Web) -> None:
    body = {"days": ["2026-03-03"], "facts": {"service": "gigi"}}
    (made,) = web.ask("POST", "bookings", body, status=201).json["bookings"]
    shown = web.ask("GET", f"bookings/{made['visit']}/slips", status=200).json
    counter = web.house.clinic.rulebook.station("loket").public_name.en
    assert (shown["room"]["en"], shown["slot"], shown["on_time_until"]) == (counter, None, None)


def test_the_slip_of_a_booking_says_what_for_in_words_for_every_eye(
    web: Web, printer: PrinterOnTheNet
) -> None:
    with_printers(web, printer.address)
    for service, words in (("anc", "Antenatal care"), ("tb", "Treatment visit")):
        facts = {"service": service}
        (made,) = web.ask(
            "POST", "bookings", {"days": ["2026-03-03"], "facts": facts}, status=201
        ).json["bookings"]
        shown = web.ask("GET", f"bookings/{made['visit']}/slips", status=200).json
        assert shown["service"]["en"] == words
        before = len(printer.printed)
        web.ask("POST", f"bookings/{made['visit']}/slips", status=201)
        assert f"For {words}" in " ".join(Roll(384).print(printer.printed[before:]).texts)
    assert "TB" not in str(shown)


def test_the_slip_of_a_series_lists_the_days_that_follow(
    web: Web, printer: PrinterOnTheNet
) -> None:
    with_printers(web, printer.address)
    days = ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"]
    made = a_series(web, *days, slot="09:00")
    web.ask("DELETE", f"bookings/{made[2]['visit']}", {"reason": "x"}, status=200)
    second = f"bookings/{made[1]['visit']}/slips"
    following = web.ask("GET", second, status=200).json["following"]
    assert [(one["day"], one["code"]) for one in following] == [("2026-03-06", made[3]["code"])]
    web.ask("POST", second, status=201)
    assert f"06-03-2026  09:00  {made[3]['code']}" in Roll(384).print(printer.printed).texts


def test_a_booking_that_is_over_has_no_slip(web: Web, printer: PrinterOnTheNet) -> None:
    with_printers(web, printer.address)
    (made,) = a_series(web, "2026-03-02")
    slips = f"bookings/{made['visit']}/slips"
    web.open()
    web.ask("POST", "bookings/check-ins", {"code": made["code"]}, status=200)
    assert web.ask("POST", slips, status=409).json["code"] == "HasArrived"
    body = {"days": ["2026-03-03"]}
    (other,) = web.ask("POST", "bookings", body, status=201).json["bookings"]
    web.ask("DELETE", f"bookings/{other['visit']}", {"reason": "x"}, status=200)
    for method in ("GET", "POST"):
        answer = web.ask(method, f"bookings/{other['visit']}/slips", status=409)
        assert answer.json["code"] == "BookingIsOver"
    assert web.ask("POST", f"bookings/{'0' * 32}/slips", status=404).json["code"] == "NotOnRecord"
    visit = web.ask("POST", "visits", {}, status=201).json["id"]
    assert web.ask("POST", f"bookings/{visit}/slips", status=404).json["code"] == "UnknownBooking"
    assert printer.printed == b""


def test_a_booking_stands_though_no_paper_came_and_a_retry_prints_once(
    web: Web, printer: PrinterOnTheNet
) -> None:
    (made,) = a_series(web, "2026-03-03")
    slips = f"bookings/{made['visit']}/slips"
    assert web.ask("POST", slips, key="k", status=404).json["code"] == "NoPrinter"
    with_printers(web, printer.address)
    printer.paper = fake.PAPER_OUT
    assert web.ask("POST", slips, key="k", status=409).json["code"] == "PaperOut"
    printer.paper = fake.FINE
    for _ in range(2):
        web.ask("POST", slips, key="k", status=201)
    assert printer.printed.count(b"Booked visit") == 1
    listed = web.ask("GET", "bookings?day=2026-03-03").json["bookings"]
    assert [(one["code"], one["status"]) for one in listed] == [(made["code"], "expected")]


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
