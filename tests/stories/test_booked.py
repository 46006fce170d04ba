"""Who has made an appointment, by the rules of the typical Puskesmas: early, in time, late, called off, never came; and daily."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from flow.clinic import Clinic
from flow.engine import boards, ordering, reasons
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from flow.engine.visits import Visit
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from flow.rulebook import load, shipped

TYPICAL = load(shipped("typical"))
SUNDAY = 6
MONDAY = date(2026, 11, 23)
MAN = {"birth_date": "1985-03-01", "sex": "male"}
TB = {"birth_date": "1979-02-14", "sex": "male", "service": "tb"}


class House:
    """A Puskesmas on its days. `at("09.10")` is when the next thing happens."""

    def __init__(self, day: date = MONDAY) -> None:
        self.journal = MemoryJournal()
        self.clinic = Clinic(TYPICAL, self.journal)
        self.day, self.count = day, 0
        self.at("07.00")

    def at(self, clock: str) -> "House":
        hour, minute = map(int, clock.split("."))
        local = datetime.combine(self.day, time(hour, minute), TYPICAL.zone)
        self.now = local.astimezone(UTC)
        return self

    def ask(self, kind: type[Any], **about: Any) -> Entry:
        self.count += 1
        return self.clinic.handle(
            kind(**{"id": f"c{self.count}", "by": "uji", "at": self.now} | about)
        )

    def opened(self, *stations: str) -> "House":
        self.ask(c.OpenDay, day=self.day)
        for station in stations:
            self.ask(c.OpenDesk, station=station, desk="1")
        return self

    def books(self, who: str, day: date, slot: time | None = None, **about: Any) -> Entry:
        known = {"visit": f"{who}-{day:%d}", "patient": who, "facts": MAN, "code": f"{who}{day:%d}"}
        return self.ask(c.Book, day=day, slot=slot, **(known | about))

    def line(self, station: str) -> list[str]:
        return self.clinic.look(
            lambda floor, book: [
                p.visit.partition("-")[0] for p in ordering.in_order(floor, book, station, self.now)
            ]
        )

    def visit(self, visit: str) -> Visit:
        return self.clinic.look(lambda floor, _: floor.visits[visit])

    def why(self, who: str, station: str) -> str:
        """Why somebody stands where they stand, as the console says it."""

        def said(floor: Any, book: Any) -> str:
            places = list(ordering.in_order(floor, book, station, self.now))
            n = next(n for n, p in enumerate(places) if p.visit.startswith(who))
            before = places[n - 1] if n else None
            return reasons.why(floor, book, station, places[n], before, self.now).id

        return self.clinic.look(said)

    def expected(self, day: date) -> dict[str, str]:
        """Who is on that day's list, and what has become of it."""
        shown: Any = self.clinic.look_on(
            day, lambda floor, book: boards.bookings(floor, book, day, self.now)
        )
        return {row["patient"]: row["status"] for row in shown["bookings"]}

    def comes(self, who: str, **about: Any) -> Any:
        entry = self.ask(c.CheckIn, code=f"{who}{self.day:%d}", **about)
        return entry.events

    def walks_in(self, who: str) -> None:
        self.ask(c.Register, visit=who, patient=who, facts=MAN, station="loket")

    def next_day(self, *stations: str, on: date | None = None) -> "House":
        self.ask(c.CloseDay)
        self.day = on or self.day + timedelta(days=1)
        return self.at("07.00").opened(*stations)


def test_booked_for_nine_and_there_at_eight_at_ten_past_and_at_eleven() -> None:
    """Three friends have booked nine o'clock by phone. Nobody of them takes away the turn of who has waited since before nine."""
    house = House()
    for who in ("agus", "bram", "coki"):
        house.books(who, MONDAY, time(9), channel="telepon")
    house.at("07.40").opened("skrining")

    house.at("08.00").comes("agus")
    house.at("08.20").walks_in("dewi")
    assert house.line("skrining") == ["dewi", "agus"]
    assert house.why("agus", "skrining").endswith("menunggu dihitung mulai 09.00")

    house.at("09.05").walks_in("eko")
    house.at("09.10").comes("bram")
    assert house.line("skrining") == ["dewi", "agus", "bram", "eko"]
    assert house.why("bram", "skrining").endswith("Janji 09.00")

    house.at("11.00").comes("coki")
    assert house.line("skrining") == ["agus", "bram", "dewi", "eko", "coki"]
    assert "datang terlambat 120 menit: giliran biasa" in house.why("coki", "skrining")


def test_who_comes_early_to_an_empty_room_need_not_wait_for_the_clock() -> None:
    house = House()
    house.books("agus", MONDAY, time(9))
    house.at("07.40").opened("skrining")
    house.at("08.00").comes("agus")
    house.at("08.01").ask(c.CallNext, station="skrining", desk="1")
    assert house.clinic.look(lambda floor, _: floor.visits["agus-23"].at_desk) is not None


def test_resistant_tb_every_day_for_a_month_and_one_day_missed() -> None:
    """He swallows his medicine before a nurse, every day but Sunday: thirty bookings, one thread."""
    house = House().opened("loket", "k4", "farmasi")
    house.at("08.00").ask(c.Register, visit="hari-0", patient="karto", facts=TB, station="loket")
    calendar = (MONDAY + timedelta(days=n) for n in range(1, 31 + 5))
    days = [day for day in calendar if day.weekday() != SUNDAY]
    assert len(days) == 30
    before = "hari-0"
    for n, day in enumerate(days, 1):
        house.ask(
            c.Book,
            day=day,
            visit=f"hari-{n}",
            code=f"karto{day:%d%m}",
            patient="karto",
            facts=TB,
            follows=before,
        )
        before = f"hari-{n}"
    house.at("14.00").ask(c.Depart, visit="hari-0", outcome=Outcome.SCHEDULED)

    for n, day in enumerate(days, 1):
        house.next_day("k4", "farmasi", on=day)
        assert house.expected(day) == {"karto": "expected"}
        if n == 12:
            continue  # his motorbike broke down
        house.at("08.00").ask(c.CheckIn, code=f"karto{day:%d%m}")
        visit = house.visit(f"hari-{n}")
        ahead = [stop.station for stop in (*visit.open_stops(), *visit.planned())]
        assert ahead == ["skrining", "k4", "farmasi"]
        assert visit.follows == f"hari-{n - 1}"
        house.ask(c.Depart, visit=f"hari-{n}", outcome=Outcome.SCHEDULED)
    house.ask(c.CloseDay)

    thread = house.clinic.thread("hari-17")
    assert [row.visit for row in thread] == [f"hari-{n}" for n in range(31)]
    assert {row.visit: row.outcome for row in thread if row.outcome != "dijadwalkan"} == {
        "hari-12": "tidak_hadir"
    }
    assert list(findings(house.journal)) == []


def test_cancelled_by_telephone() -> None:
    """Four have booked eight o'clock, the fifth is offered the next time; one calls off, and the fifth may have it after all."""
    house = House().opened()
    tuesday = MONDAY + timedelta(days=1)
    for who in ("agus", "bram", "coki", "dani"):
        house.books(who, tuesday, time(8))
    with pytest.raises(Refused) as full:
        house.books("eko", tuesday, time(8))
    assert (
        "08.00 pada 2026-11-24 sudah penuh. Pilih jam lain (masih ada: 08.30, 09.00"
        in full.value.said.id
    )
    house.ask(c.CancelBooking, day=tuesday, code="bram24", reason="menelepon: hujan")
    house.books("eko", tuesday, time(8))
    house.next_day("skrining")
    assert house.expected(tuesday)["bram"] == "cancelled"
    with pytest.raises(Refused, match="sudah berakhir"):
        house.comes("bram")


def test_never_came() -> None:
    """Until the doors close somebody may still come; then it is written down, and the next day knows nothing of it."""
    house = House()
    house.books("agus", MONDAY, time(9))
    house.books("bram", MONDAY)
    house.at("07.40").opened("skrining")
    house.at("13.00").comes("bram")
    house.at("15.00")
    house.next_day()
    assert house.expected(MONDAY) == {"agus": "missed", "bram": "arrived"}
    (row,) = house.clinic.thread("agus-23")
    assert (row.outcome, row.ticket) == ("tidak_hadir", None)
    told = [entry.kind for _, entry in house.clinic.story("agus-23").entries]
    assert told == ["Book", "CloseDay"]
    assert list(findings(house.journal)) == []
