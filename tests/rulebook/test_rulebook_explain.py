"""An explanation says where a patient goes, by which rule, and why."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from time import process_time

import pytest

from flow.engine.facts import AGE, BIRTH_DATE, Kind
from flow.engine.refusals import BadFact
from flow.engine.vocabulary import Fact
from flow.rulebook import compile_sources, explain, load, shipped, sources
from flow.rulebook.explain import in_words, reasons

TYPICAL = load(shipped("typical"))
MONDAY = date(2026, 11, 23)
RINI = {
    "birth_date": "2011-03-14",
    "sex": "female",
    "pregnant": True,
    "service": "tb",
    "payer": "umum",
}


def line_of(file: str, text: str, after: str = "") -> str:
    """`file:line` of the first line with this text, behind the line with `after`."""
    lines = (shipped("typical") / file).read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if after in line)
    return f"{file}:{next(n for n, line in enumerate(lines) if n >= start and text in line) + 1}"


def ifs(facts: dict[str, object], language: str = "id") -> list[tuple[str, str]]:
    """What would have led elsewhere."""
    found = explain(TYPICAL, facts, MONDAY, language)["alternatives"]
    assert isinstance(found, list)
    return [(one["if"], one["then"]) for one in found]


def test_a_pregnant_girl_with_tb_stays_with_the_mothers() -> None:
    told = explain(TYPICAL, RINI, MONDAY)

    assert list(told) == [
        "cluster", "priority", "priority_because", "bands", "flags", "ticket", "stops",
        "why", "alternatives",
    ]  # fmt: skip
    assert told["cluster"] == "K2"
    assert told["priority"] == "infeksius"
    assert told["priority_because"] == "Dilayani lebih dulu dan terpisah"
    assert told["bands"] == ["hamil", "usia-sekolah", "remaja"]
    assert told["flags"] == ["infectious"]
    assert told["ticket"] == "B"


def test_each_stop_names_its_rule_and_its_reason() -> None:
    stops = explain(TYPICAL, RINI, MONDAY)["stops"]

    assert isinstance(stops, list)
    assert [(stop["step"], stop["station"], stop["if_ordered"]) for stop in stops] == [
        (1, "loket", False),
        (2, "skrining", False),
        (3, "k2-ibu", False),
        (4, "kasir", False),
        (5, "farmasi", True),
    ]
    assert stops[2] == {
        "station": "k2-ibu",
        "name": "Poli ibu",
        "step": 3,
        "rule": "hamil",
        "table": "entry.ruang",
        "line": line_of("entry.yaml", "- rule: hamil", after="  ruang:"),
        "because": "Ibu hamil ke poli ibu pada umur berapa pun",
        "if_ordered": False,
        "facts": ["pregnant", "service"],
        "automatic": [],
    }


BLOOD = """
  - rule: darah-ibu-hamil
    order: lab
    at: [k2-ibu]
    when: {pregnant: true}
    then: {stops: lab, review: true, automatic: true}
    because: {id: Setiap ibu hamil diperiksa darahnya, en: Every pregnant woman has her blood tested}
"""


def test_what_a_room_orders_by_itself_is_told() -> None:
    texts = sources(shipped("typical"))
    texts["orders.yaml"] = texts["orders.yaml"].replace("rules:\n", f"rules:{BLOOD}", 1)
    book = compile_sources(texts)
    stops = explain(book, RINI, MONDAY)["stops"]

    assert isinstance(stops, list)
    (order,) = stops[2]["automatic"]
    assert (order["order"], order["stops"], order["names"]) == ("lab", ["lab"], ["Laboratorium"])
    assert order["review"] is True
    assert order["because"] == "Setiap ibu hamil diperiksa darahnya"
    assert [stop["automatic"] for stop in stops if stop["station"] != "k2-ibu"] == [[]] * 4
    said = in_words(book, RINI, MONDAY, "en")
    assert "     then by itself Laboratory, back with the results: Every pregnant woman" in said


def test_it_speaks_english_too() -> None:
    stops = explain(TYPICAL, RINI, MONDAY, language="en")["stops"]

    assert isinstance(stops, list)
    assert stops[2]["because"] == "Pregnant women go to Mothers at any age"


def test_an_unknown_birth_date_is_no_obstacle() -> None:
    stops = explain(TYPICAL, {}, MONDAY)["stops"]

    assert isinstance(stops, list)
    assert stops[2]["station"] == "k3-dewasa"
    assert stops[2]["because"] == "Umur belum diketahui, ditentukan saat pendaftaran"


def test_it_is_made_of_primitives() -> None:
    told = explain(TYPICAL, RINI, MONDAY)

    assert json.loads(json.dumps(told)) == told


def test_a_wrong_fact_is_refused_before_any_rule_is_asked() -> None:
    with pytest.raises(BadFact) as caught:
        explain(TYPICAL, {"sex": "male", "pregnant": True}, MONDAY)

    assert caught.value.place == "facts.pregnant"


# Which rule, and what mattered


def test_every_answer_names_its_rule_and_what_it_hung_on() -> None:
    why = explain(TYPICAL, RINI, MONDAY)["why"]

    assert isinstance(why, dict)
    assert why["cluster"] == {
        "value": "K2",
        "table": "entry.klaster",
        "rule": "hamil",
        "line": line_of("entry.yaml", "- rule: hamil", after="  klaster:"),
        "because": "Ibu hamil dilayani Klaster 2 pada umur berapa pun",
        "facts": ["pregnant"],
    }
    assert why["priority"]["rule"] == "pengobatan-tb"
    assert why["priority"]["facts"] == ["in_labour", "triage", "service"]
    assert why["ticket"]["line"].startswith("tickets.yaml:")
    assert [one["value"] for one in why["bands"]] == ["hamil", "usia-sekolah", "remaja"]
    assert [one["facts"] for one in why["bands"]] == [["pregnant"], ["age"], ["age"]]
    assert [one["value"] for one in why["flags"]] == ["infectious"]


def test_at_15_the_age_matters_and_at_30_as_well_but_not_to_an_emergency() -> None:
    girl = explain(TYPICAL, {"birth_date": "2011-03-14", "sex": "female"}, MONDAY)["stops"]
    carried = explain(TYPICAL, {"birth_date": "2011-03-14", "triage": "red"}, MONDAY)["stops"]

    assert isinstance(girl, list)
    assert isinstance(carried, list)
    assert girl[2]["facts"] == ["age", "pregnant", "postpartum_days", "service"]
    assert carried[0]["facts"] == ["triage"]


def values_of(fact: Fact) -> Iterator[object]:
    """Every value that may make a difference, and that nothing is known."""
    yield None
    match fact.kind:
        case Kind.DATE:
            yield from (str(MONDAY - timedelta(days=n)) for n in range(47_000))
        case Kind.TIME:
            yield from (
                f"{MONDAY}T{hour:02d}:{minute}" for hour in range(24) for minute in (10, 40)
            )
        case Kind.FLAG:
            yield from (True, False)
        case Kind.NUMBER:
            yield from range(int(fact.lowest), int(fact.highest) + 1)
        case Kind.CHOICE:
            yield from fact.choices


@pytest.mark.parametrize(
    "patient",
    [
        {},
        {"birth_date": "2011-03-14", "sex": "female", "arrived": "2026-11-23T08:00"},
        {"birth_date": "1966-11-24", "sex": "male", "cough_weeks": 1, "fever_weeks": 3},
        {"age_group": "lansia", "service": "imunisasi"},
    ],
)
def test_what_mattered_is_what_trying_everything_finds(patient: dict[str, object]) -> None:
    why = reasons(TYPICAL, TYPICAL.vocabulary.check(patient, MONDAY), MONDAY)
    asked = (why.priority, why.ticket, *why.stages)
    decisions = TYPICAL.decisions
    diagrams = {"priority": decisions.priority, "tickets": decisions.tickets}
    diagrams |= {f"entry.{one.table.name}": one for one in decisions.entry}
    diagrams |= {f"exits.{one.table.name}": one for one in decisions.exits}
    matter: dict[str, set[str]] = {one.table: set() for one in asked}
    here = {table: one.winner(decisions.cell(patient, MONDAY)) for table, one in diagrams.items()}
    for name, fact in TYPICAL.vocabulary.facts.items():
        for value in values_of(fact):
            try:
                other = TYPICAL.vocabulary.check({**patient, name: value}, MONDAY)
            except BadFact:
                continue
            cell = decisions.cell(other, MONDAY)
            for one in asked:
                if diagrams[one.table].winner(cell) != here[one.table]:
                    matter[one.table].add(AGE if name == BIRTH_DATE else name)

    assert {one.table: set(one.facts) for one in asked} == matter
    assert any(matter.values())


# What would have led elsewhere


def test_had_she_been_18_she_would_go_to_the_adults() -> None:
    girl = {"birth_date": "2011-03-14", "sex": "female"}

    assert ifs(girl)[0] == ("umur 18 tahun", "K3 · Poli dewasa")
    assert ("Hamil: ya", "Poli ibu") in ifs(girl)
    assert ifs(girl, "en")[0] == ("age 18 years", "K3 · Adults")


def test_an_adult_has_a_younger_and_an_older_border() -> None:
    man = {"birth_date": "1981-03-01", "sex": "male"}

    assert ifs(man)[:2] == [
        ("umur 17 tahun", "K2 · Poli anak"),
        ("umur 60 tahun", "Poli lansia"),
    ]


def test_what_is_not_known_is_told_as_a_range() -> None:
    assert ("umur di bawah 18 tahun", "K2 · Poli anak") in ifs({})


def test_a_border_in_months_is_told_in_months(small: dict[str, str]) -> None:
    small["entry.yaml"] = small["entry.yaml"].replace("<18y", "<18mo")
    small["bands.yaml"] = small["bands.yaml"].replace("<18y", "<18mo")
    book = compile_sources(small)

    def first(birth_date: str) -> object:
        found = explain(book, {"birth_date": birth_date}, MONDAY)["alternatives"]
        assert isinstance(found, list)
        return found[0]["if"]

    assert first("2026-01-10") == "umur 18 bulan"
    assert first("2010-01-10") == "umur 17 bulan"


def test_nobody_is_told_what_cannot_be() -> None:
    """He is not pregnant, whatever else he may be; and that nothing is known is no way out."""
    man = {"birth_date": "1981-03-01", "sex": "male"}

    assert not [if_so for if_so, _ in ifs(man) if "Hamil" in if_so or "belum diketahui" in if_so]


def test_nobody_is_told_what_they_would_never_be_offered() -> None:
    """Antenatal care is for whom may be pregnant: no man, no small girl, nobody's grandmother."""

    def is_told(**facts: object) -> bool:
        return any("Pemeriksaan kehamilan" in if_so for if_so, _ in ifs(facts))

    assert is_told(birth_date="1981-03-01", sex="female")
    assert is_told(birth_date="1981-03-01")  # who has not been asked yet
    assert not is_told(birth_date="1981-03-01", sex="male")
    assert not is_told(birth_date="2014-03-01", sex="male")
    assert not is_told(birth_date="2021-03-01", sex="female")
    assert not is_told(birth_date="1950-03-01", sex="female")


def test_what_is_not_offered_may_be_given_and_hides_nothing_else() -> None:
    assert ifs({"birth_date": "1981-03-01", "sex": "male", "service": "anc"})


def test_what_is_told_comes_true() -> None:
    """Each alternative, fed back as facts, leads where it says."""
    old = {"birth_date": "1966-11-23", "sex": "male"}  # 60 today
    younger = {**old, "birth_date": "1966-11-24"}

    assert ("umur 59 tahun", "Poli dewasa") in ifs(old)
    assert [s.station for step in TYPICAL.route(younger, MONDAY).steps for s in step][2] == (
        "k3-dewasa"
    )


def test_it_is_fast_enough_to_be_asked_while_somebody_types() -> None:
    explain(TYPICAL, RINI, MONDAY)
    start = process_time()
    for _ in range(10):
        explain(TYPICAL, RINI, MONDAY)

    assert (process_time() - start) / 10 < 0.020
