"""Bookings through the API: one or a series, the list of a day, calling off, checking in, and the thread."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.web.conftest import OPENING, Web
from web.codes import LETTERS, as_typed, new_code

TODAY = OPENING.date()
TUESDAY = TODAY + timedelta(days=1)
MAN = {"name": "Karto", "birth_date": "1979-02-14", "sex": "male"}


@pytest.fixture
def karto(web: Web) -> str:
    found: str = web.ask("POST", "patients", MAN, status=201).json["patient"]["id"]
    return found


def book(web: Web, *days: date, status: int = 201, **about: Any) -> Any:
    body = {"days": [day.isoformat() for day in days]} | about
    return web.ask("POST", "bookings", body, who="registration", status=status).json


def listed(web: Web, day: date | None = None) -> Any:
    asked = f"bookings?day={day}" if day else "bookings"
    return web.ask("GET", asked, who="registration", status=200).json


def test_a_booking_is_made_and_stands_on_the_list_of_its_day(web: Web, karto: str) -> None:
    (made,) = book(web, TUESDAY, patient=karto, slot="09:00", channel="telepon")["bookings"]
    assert (made["day"], made["slot"], made["status"]) == ("2026-03-03", "09:00", "expected")
    assert made["facts"] == {"birth_date": MAN["birth_date"], "sex": "male"}
    shown = listed(web, TUESDAY)
    assert [(row["visit"], row["person"]) for row in shown["bookings"]] == [
        (made["visit"], "Karto")
    ]
    assert {"slot": "09:00", "left": 3} in shown["slots"]
    assert listed(web)["bookings"] == []


def test_a_series_is_one_thread_and_a_day_that_is_full_leaves_the_others(
    web: Web, karto: str
) -> None:
    web.open(("loket", "1"))
    began = web.ask("POST", "visits", {"patient": karto, "station": "loket"}, status=201).json
    days = [TUESDAY + timedelta(days=n) for n in range(4)]
    for _ in range(4):
        book(web, days[1], slot="08:00")
    answer = book(web, *days, patient=karto, slot="08:00", follows=began["id"])
    assert [made["day"] for made in answer["bookings"]] == [str(days[n]) for n in (0, 2, 3)]
    (refused,) = answer["refused"]
    assert (refused["day"], refused["code"]) == (str(days[1]), "SlotIsFull")
    assert "08:30" in refused["detail"]
    visits = [made["visit"] for made in answer["bookings"]]
    thread = web.ask("GET", f"visits/{visits[1]}/thread", who="station", status=200).json["visits"]
    assert [row["visit"] for row in thread] == [began["id"], *visits]
    assert [row["follows"] for row in thread] == [None, began["id"], *visits[:2]]
    assert [row["booked"] for row in thread] == [False, True, True, True]


def test_a_series_in_which_no_day_can_be_had_is_refused(web: Web, karto: str) -> None:
    book(web, TUESDAY, patient=karto)
    refused = book(web, TUESDAY, TODAY - timedelta(days=1), patient=karto, status=409)
    assert refused["code"] == "BookedAlready"
    web.ask("POST", "bookings", {"days": []}, status=422)
    web.ask("POST", "bookings", {"days": ["2026-03-03"], "follows": "hantu"}, status=404)
    web.ask("GET", "bookings?day=besok", status=422)


def test_a_retry_books_once(web: Web, karto: str) -> None:
    body = {"days": ["2026-03-03", "2026-03-04"], "patient": karto}
    first, again = (
        web.ask("POST", "bookings", body, key="sekali", status=201).json for _ in range(2)
    )
    assert first == again
    assert len(listed(web, TUESDAY)["bookings"]) == 1
    web.ask("POST", "bookings", {**body, "slot": "09:00"}, key="sekali", status=422)


def test_the_code_opens_the_door_once(web: Web, karto: str) -> None:
    (made,) = book(web, TODAY, patient=karto, slot="08:00")["bookings"]
    web.open(("loket", "1"))
    spoken = {"code": f"{made['code'][:3].lower()}-{made['code'][3:]}", "station": "loket"}
    who = {"who": "registration"}
    moved = web.ask("POST", "bookings/check-ins", spoken, key="k", **who, status=200).json
    visit = moved["visit"]
    assert (visit["id"], visit["patient"]) == (made["visit"], karto)
    assert visit["appointment"] == {"slot": "08:00", "on_time": True}
    assert [s["station"] for s in visit["stops"] if s["status"] == "waiting"] == ["skrining"]
    assert web.ask("POST", "bookings/check-ins", spoken, key="k", **who, status=200).json == moved
    again = web.ask("POST", "bookings/check-ins", spoken, **who, status=409).json
    assert (again["code"], visit["ticket"] in again["detail"]) == ("HasArrived", True)
    web.ask("POST", "bookings/check-ins", {"code": "AAAAAA"}, **who, status=404)
    (row,) = listed(web)["bookings"]
    assert (row["status"], row["ticket"]) == ("arrived", visit["ticket"])


def test_it_is_called_off_from_the_list_or_by_the_code(web: Web, karto: str) -> None:
    first, second = book(web, TUESDAY, TUESDAY + timedelta(days=1), patient=karto)["bookings"]
    off = web.ask("DELETE", f"bookings/{first['visit']}", {"reason": "hujan"}, status=200).json
    assert (off["booking"]["status"], off["booking"]["reason"]) == ("cancelled", "hujan")
    body = {"day": second["day"], "code": second["code"].lower()}
    off = web.ask("POST", "bookings/cancellations", body, who="station", status=200).json
    assert off["booking"]["status"] == "cancelled"
    web.ask("DELETE", f"bookings/{'0' * 32}", {}, status=404)


def test_what_is_expected_is_no_visit_yet(web: Web, karto: str) -> None:
    (made,) = book(web, TODAY, patient=karto)["bookings"]
    web.open(("loket", "1"))
    refused = web.ask("GET", f"visits/{made['visit']}", status=409).json
    assert refused["code"] == "NotArrived"
    taken = web.ask("POST", "visits", {"patient": karto}, status=409).json
    assert taken["code"] == "IsExpected"


def test_a_code_can_be_said_and_typed() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(set(code) <= set(LETTERS) and as_typed(code) == code for code in codes)
    assert not set(LETTERS) & set("01OIL")
    assert as_typed(" k7m-q2x ") == "K7MQ2X"
