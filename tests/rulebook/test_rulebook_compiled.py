"""What comes out of the compiler: one immutable value with a digest that names its text."""

from dataclasses import FrozenInstanceError
from datetime import date, datetime, time
from pathlib import Path

import pytest

from flow.engine.text import Text
from flow.rulebook import RulebookError, compile_sources, load, read_sources, shipped, sources

Sources = dict[str, str]
FRIDAY = date(2026, 11, 27)
HOUSES = ("typical", "kecil", "besar", "rawat-inap", "pustu")

CONFIDENTIAL = {"tb", "kusta", "vct", "jiwa", "ktpa", "metadon"}

each_house = pytest.mark.parametrize("house", HOUSES)


def test_the_typical_rulebook_survives_the_database() -> None:
    folder = shipped("typical")

    assert read_sources(sources(folder)).rulebook == load(folder)


def test_the_digest_is_stable(small: Sources) -> None:
    digest = compile_sources(small).digest

    assert len(digest) == 16
    assert int(digest, 16) >= 0
    assert compile_sources(dict(reversed(small.items()))).digest == digest


def test_line_ends_and_byte_order_marks_do_not_change_the_digest(small: Sources) -> None:
    windows = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in small.items()}

    assert compile_sources(windows).digest == compile_sources(small).digest


def test_a_changed_word_changes_the_digest(small: Sources) -> None:
    changed = small | {"tickets.yaml": small["tickets.yaml"].replace("Semua", "Semuanya")}

    assert compile_sources(changed).digest != compile_sources(small).digest


def test_cases_are_no_part_of_the_digest(small: Sources) -> None:
    with_cases = small | {"cases.yaml": "on: 2026-11-23\ncases: []\n"}

    assert compile_sources(with_cases).digest == compile_sources(small).digest
    assert "cases.yaml" not in sources(shipped("typical"))


def test_a_rulebook_cannot_be_changed(small: Sources) -> None:
    rulebook = compile_sources(small)

    with pytest.raises(FrozenInstanceError):
        rulebook.digest = "x"  # type: ignore[misc]
    for mapping in (
        rulebook.stations,
        rulebook.clusters,
        rulebook.boards,
        rulebook.classes,
        rulebook.labels,
        rulebook.vocabulary.facts,
        rulebook.vocabulary.facts["sex"].choices,
        rulebook.kiosk[0].facts,
        rulebook.hours.spans,
    ):
        with pytest.raises(TypeError):
            mapping["x"] = "y"  # type: ignore[index]


def test_the_stations_of_the_typical_puskesmas() -> None:
    rulebook = load(shipped("typical"))

    assert " ".join(rulebook.stations) == (
        "loket skrining k2-ibu k2-anak k3-dewasa k3-lansia k4 gigi lab tindakan farmasi kasir ugd "
        "bersalin rawat-inap"
    )
    assert rulebook.stations["loket"].registers
    assert [s.code for s in rulebook.stations.values() if s.overnight] == [
        "ugd",
        "bersalin",
        "rawat-inap",
    ]
    assert rulebook.station("k4").public_name == Text("Ruang 7", "Room 7")
    assert rulebook.stations["farmasi"].desks == ("1", "2")


def test_the_typical_house_never_closes_but_its_rooms_do() -> None:
    rulebook = load(shipped("typical"))
    saturday_night = datetime(2026, 11, 28, 23, 59, tzinfo=rulebook.zone)

    assert rulebook.hours.includes(saturday_night)
    assert rulebook.stations["ugd"].hours.closing(FRIDAY) == time.max
    assert rulebook.stations["k2-ibu"].hours.closing(FRIDAY) == time(11, 30)
    assert not rulebook.stations["loket"].hours.includes(saturday_night)
    assert rulebook.stations["loket"].hours.closing(date(2026, 11, 29)) is None


@pytest.mark.parametrize("house", ["typical", "kecil", "besar"])
def test_no_waiting_room_shows_a_place_where_people_come_without_a_ticket(house: str) -> None:
    """In the other houses people do wait there with a ticket: at night for UGD, in a Pustu always."""
    rulebook = load(shipped(house))
    shown = {s for board in rulebook.boards.values() for s in board.stations}
    carried_in = [
        stop.station
        for facts in (rulebook.emergency, {"in_labour": True})
        for step in rulebook.route(facts, FRIDAY).entry
        for stop in step
    ]

    assert len(set(carried_in)) == 2
    assert shown.isdisjoint(carried_in)


@each_house
def test_every_word_for_people_comes_in_both_languages(house: str) -> None:
    rulebook = load(shipped(house))
    rules = rulebook.tables.rules()

    alike = [rule.line for rule in rules if rule.because.id == rule.because.en]

    assert alike == []


@pytest.mark.parametrize("station", ["loket", "skrining", "lab", "kasir"])
def test_an_emergency_can_be_handed_on_from_everywhere(station: str) -> None:
    assert {"ugd", "bersalin"} <= set(load(shipped("typical")).offered(station, {}, FRIDAY))


def test_only_who_pays_is_sent_to_the_cashier_from_the_emergency_room() -> None:
    rulebook = load(shipped("typical"))

    assert "kasir" in rulebook.offered("ugd", {"payer": "umum"}, FRIDAY)
    assert "kasir" not in rulebook.offered("ugd", {}, FRIDAY)


@each_house
def test_no_room_sends_a_patient_to_itself(house: str) -> None:
    orders = load(shipped(house)).tables.orders

    assert all(order.at.isdisjoint(order.rule.stops) for order in orders)


def test_the_laboratory_refers_nobody_but_emergencies() -> None:
    rulebook = load(shipped("typical"))

    assert rulebook.offered("lab", {}, FRIDAY).keys() == {"ugd", "bersalin"}


def test_every_button_of_the_kiosk_draws_a_ticket() -> None:
    rulebook = load(shipped("typical"))
    letters = {
        choice.code: rulebook.route(rulebook.vocabulary.check(choice.facts, FRIDAY), FRIDAY).letter
        for choice in rulebook.kiosk
    }

    assert letters["umum"] == "A"
    assert letters["hamil"] == "B"
    assert letters["anak"] == letters["imunisasi"] == "C"
    assert letters["lansia"] == "D"
    assert letters["gigi"] == "E"
    assert letters["lab"] == letters["farmasi"] == "F"


@each_house
def test_every_button_of_every_kiosk_leads_somewhere(house: str) -> None:
    rulebook = load(shipped(house))

    for button in rulebook.kiosk:
        facts = rulebook.vocabulary.check(button.facts, FRIDAY)
        assert rulebook.route(facts, FRIDAY).steps, button.code
        assert button.label.id != button.label.en


# The small and the large house


def test_a_small_house_has_cluster_4_but_no_room_of_it() -> None:
    rulebook = load(shipped("kecil"))

    assert "K4" in rulebook.clusters
    assert "K4" not in {station.cluster for station in rulebook.stations.values()}
    assert rulebook.zone.key == "Asia/Jakarta"  # said once, for the whole district


def test_a_wound_is_seen_to_in_the_emergency_room_and_the_room_looks_again() -> None:
    offered = load(shipped("kecil")).offered("dewasa-lansia", {}, FRIDAY)

    assert offered["tindakan"].rule.stops == ("ugd",)
    assert offered["tindakan"].review


def test_a_small_pharmacy_is_not_asked_at_night() -> None:
    rulebook = load(shipped("kecil"))
    by_day, by_night = ({"arrived": f"2026-11-27T{clock}"} for clock in ("09:00", "21:00"))

    assert "farmasi" in rulebook.offered("poned", by_day, FRIDAY)
    assert "farmasi" not in rulebook.offered("poned", by_night, FRIDAY)


def test_the_large_house_has_37_stations_and_a_board_for_each_floor() -> None:
    rulebook = load(shipped("besar"))
    shown = [s for board in rulebook.boards.values() for s in board.stations]

    assert len(rulebook.stations) == 37
    assert list(rulebook.boards) == ["lantai-1", "lantai-2", "lantai-3"]
    assert sorted(shown) == sorted(rulebook.stations.keys() - {"ugd", "persalinan"})


def test_two_doctors_of_a_kind_are_two_desks_of_one_line() -> None:
    rulebook = load(shipped("besar"))

    for kind in ("dewasa", "lansia", "ptm"):
        assert rulebook.station(f"dokter-{kind}").desks == ("1", "2")
        assert rulebook.station(f"perawat-{kind}").cluster == "K3"


def test_every_service_of_the_large_house_has_letters_and_they_go_beyond_z() -> None:
    rulebook = load(shipped("besar"))
    services = rulebook.vocabulary.facts["service"].choices
    letters = {s: rulebook.route({"service": s}, FRIDAY).letter for s in services}

    assert letters["skbn"] == "AA"
    assert {letters[s] for s in CONFIDENTIAL} == {letters["umum"]} == {"A"}
    assert len({letters[s] for s in services if s not in CONFIDENTIAL}) == len(services) - 6


def test_nothing_confidential_can_be_read_in_a_waiting_room() -> None:
    rulebook = load(shipped("besar"))
    rooms = ("dots-kusta", "vct", "jiwa", "ktpa", "metadon")

    assert {rulebook.station(r).public_name.en.split()[0] for r in rooms} == {"Room"}
    assert CONFIDENTIAL.isdisjoint(button.facts.get("service") for button in rulebook.kiosk)


def test_the_large_laboratory_is_asked_from_the_emergency_room_only_by_day() -> None:
    rulebook = load(shipped("besar"))
    by_day, by_night = ({"arrived": f"2026-11-27T{clock}"} for clock in ("09:00", "21:00"))

    assert "lab" in rulebook.offered("ugd", by_day, FRIDAY)
    assert "lab" not in rulebook.offered("ugd", by_night, FRIDAY)
    assert "farmasi" in rulebook.offered("ugd", by_night, FRIDAY)


# Folders


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_bytes_that_are_no_text_are_named(tmp_path: Path, small: Sources) -> None:
    for name, text in small.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "facility.yaml").write_bytes(b"facility: x\nname: caf\xe9\n")

    with pytest.raises(RulebookError) as caught:
        load(tmp_path)

    assert str(caught.value).startswith("facility.yaml:2:10: bytes that are no UTF-8")


def test_a_file_with_the_other_ending_is_named(tmp_path: Path, small: Sources) -> None:
    for name, text in small.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "entry.yaml").rename(tmp_path / "entry.yml")

    with pytest.raises(RulebookError, match=r"entry\.yml:1:1: an unknown file"):
        load(tmp_path)
