"""What the example houses do beyond the way in: births, wards and nights of the inpatient one, Wednesdays of the Pustu, wounds and
births in the small one, nurses, doctors and odd days in the large one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flow.engine import commands as c
from flow.rulebook import load, shipped
from tests.engine.story import ADULT, OLD, WOMAN, Story

INPATIENT = load(shipped("rawat-inap"))
PUSTU = load(shipped("pustu"))
SMALL_HOUSE = load(shipped("kecil"))
LARGE_HOUSE = load(shipped("besar"))
WIB = ZoneInfo("Asia/Jakarta")
NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=WIB)  # a Monday
DAY = NIGHT.replace(hour=8)
POSYANDU = DAY.replace(day=25)
PAYS = {"payer": "umum"}


def house(at: datetime) -> Story:
    return Story(INPATIENT, at=at).opened(*INPATIENT.stations)


def offered(story: Story, visit: str, station: str) -> set[str]:
    return set(story.rulebook.offered(station, story.visit(visit).facts, story.now.date()))


# The inpatient Puskesmas


def test_a_birth_at_night_leads_to_the_ward_and_to_the_cashier_by_itself() -> None:
    story = house(NIGHT)
    story.when(c.EnterEmergency, visit="siti", facts=WOMAN | PAYS | {"in_labour": True})
    story.serving("siti", "bersalin")
    story.when(c.UpdateFacts, visit="siti", facts={"in_labour": False, "postpartum_days": 0})
    story.when(c.Finish, visit="siti", station="bersalin")
    assert story.stops("siti") == ["bersalin done", "rawat-ibu waiting", "kasir planned"]

    story.through("siti", "rawat-ibu")
    assert story.stops("siti") == ["bersalin done", "rawat-ibu done", "kasir waiting"]
    story.through("siti", "kasir")
    assert not story.visit("siti").is_open


def test_medicines_from_the_ward_are_collected_after_paying() -> None:
    story = house(NIGHT)
    story.when(c.EnterEmergency, visit="budi", facts=ADULT | PAYS | {"triage": "red"})
    story.serving("budi", "ugd")
    story.when(c.Finish, visit="budi", orders=("rawat-inap",))
    story.serving("budi", "rawat-dewasa")
    story.when(c.Finish, visit="budi", orders=("farmasi",))
    assert story.stops("budi")[2:] == ["kasir waiting", "farmasi planned"]


def test_an_insured_emergency_goes_home_without_the_cashier() -> None:
    story = house(NIGHT)
    story.when(c.EnterEmergency, visit="budi", facts=ADULT | {"triage": "yellow"})
    story.through("budi", "ugd")
    assert story.stops("budi") == ["ugd done"]
    assert not story.visit("budi").is_open


def test_who_registered_at_night_pays_once() -> None:
    story = house(NIGHT)
    story.when(c.IssueTicket, visit="ani", facts=WOMAN | PAYS)
    story.through("ani", "loket-ugd", "ugd")
    assert story.stops("ani")[1:] == ["ugd done", "kasir waiting", "farmasi planned"]
    story.through("ani", "kasir")
    assert not story.visit("ani").is_open


def test_the_ward_is_chosen_by_the_patient() -> None:
    def ward(**facts: object) -> str:
        story = house(NIGHT)
        story.when(c.EnterEmergency, visit="x", facts={"triage": "red"} | facts)
        story.serving("x", "ugd")
        story.when(c.Finish, visit="x", orders=("rawat-inap",))
        return story.stops("x")[1].split()[0]

    assert ward(birth_date="2026-11-01") == "neonatal"
    assert ward(birth_date="2026-10-01") == "rawat-anak"
    assert ward(**ADULT) == "rawat-dewasa"
    assert ward(**ADULT, cough_weeks=2) == "isolasi"
    assert ward(**WOMAN, pregnant=True) == "rawat-ibu"
    assert ward() == "rawat-dewasa"


def test_from_the_emergency_room_to_the_day_rooms_only_by_day() -> None:
    rooms = {"ibu", "anak", "dewasa"}
    by_day, by_night = house(DAY), house(NIGHT)
    for story in (by_day, by_night):
        story.when(c.EnterEmergency, visit="ani", facts=WOMAN)

    assert offered(by_day, "ani", "ugd") >= rooms
    assert not offered(by_night, "ani", "ugd") & rooms


# The Pustu


def test_on_the_day_of_the_posyandu_the_nurse_sees_the_mothers() -> None:
    at_work, away = (Story(PUSTU, at=at).opened("meja", "periksa") for at in (DAY, POSYANDU))
    for story in (at_work, away):
        story.when(c.IssueTicket, visit="ani", facts=WOMAN | {"pregnant": True})

    assert at_work.stops("ani") == ["meja waiting", "ibu-anak planned"]
    assert away.stops("ani") == ["meja waiting", "periksa planned"]
    assert "bidan" in offered(at_work, "ani", "meja")
    assert "bidan" not in offered(away, "ani", "meja")


# The small house


def test_in_the_small_house_the_emergency_room_dresses_a_wound_between_two_looks() -> None:
    story = Story(SMALL_HOUSE, at=DAY).opened(*SMALL_HOUSE.stations)
    story.registered("budi", ADULT | PAYS).serving("budi", "dewasa-lansia")
    story.when(c.Finish, visit="budi", orders=("tindakan",))
    story.through("budi", "ugd")
    assert story.stops("budi")[-3:] == ["dewasa-lansia waiting", "kasir planned", "farmasi planned"]

    story.serving("budi", "dewasa-lansia")
    story.when(c.Finish, visit="budi", orders=("farmasi",))
    left = [stop for stop in story.stops("budi") if not stop.endswith("done")]
    assert left == ["kasir waiting", "farmasi planned"]
    story.through("budi", "kasir", "farmasi")
    assert not story.visit("budi").is_open


def test_after_a_birth_at_night_the_mother_stays_and_nobody_asks_a_closed_pharmacy() -> None:
    story = Story(SMALL_HOUSE, at=NIGHT).opened("ugd", "poned", "pasca-salin")
    story.when(c.EnterEmergency, visit="siti", facts=WOMAN | PAYS | {"in_labour": True})
    story.serving("siti", "poned")
    assert offered(story, "siti", "poned") == {"ugd", "pasca-salin"}

    story.when(c.Finish, visit="siti", orders=("pasca-salin",))
    assert story.stops("siti") == ["poned done", "pasca-salin waiting"]


# The large house


def test_in_the_large_house_the_nurse_comes_first_and_the_doctor_sees_the_results() -> None:
    story = Story(LARGE_HOUSE, at=DAY).opened(*LARGE_HOUSE.stations)
    story.registered("nenek", OLD).through("nenek", "perawat-lansia")
    story.serving("nenek", "dokter-lansia")
    story.when(c.Finish, visit="nenek", orders=("lab", "farmasi"))
    assert story.stops("nenek")[-3:] == ["lab waiting", "dokter-lansia planned", "farmasi planned"]

    story.through("nenek", "lab", "dokter-lansia", "farmasi")
    assert not story.visit("nenek").is_open


def test_two_doctors_take_from_one_line() -> None:
    rooms = ("loket", "perawat-dewasa", "dokter-dewasa/1", "dokter-dewasa/2")
    story = Story(LARGE_HOUSE, at=DAY).opened(*rooms)
    for name in ("budi", "joko", "tono"):
        story.registered(name, ADULT).through(name, "perawat-dewasa")
    for desk in ("1", "2"):
        story.when(c.CallNext, station="dokter-dewasa", desk=desk)

    assert story.stop("budi", "dokter-dewasa").status == "called"
    assert story.stop("joko", "dokter-dewasa").status == "called"
    assert story.line("dokter-dewasa") == ["tono"]


def test_on_sunday_the_dose_is_given_without_the_registration() -> None:
    story = Story(LARGE_HOUSE, at=DAY.replace(day=22)).opened("metadon", "ugd")
    story.when(c.IssueTicket, visit="budi", facts=ADULT | {"service": "metadon"})
    story.when(c.IssueTicket, visit="joko", facts=ADULT)

    assert story.stops("budi") == ["metadon waiting"]
    assert story.stops("joko") == ["ugd waiting"]
    story.through("budi", "metadon")
    assert not story.visit("budi").is_open


def test_who_comes_for_a_letter_on_a_saturday_is_done_at_the_registration() -> None:
    story = Story(LARGE_HOUSE, at=DAY.replace(day=28)).opened("loket", "kasir")
    story.when(c.IssueTicket, visit="budi", facts=ADULT | {"service": "skbn"})
    story.through("budi", "loket")

    assert story.stops("budi") == ["loket done"]
    assert not story.visit("budi").is_open
