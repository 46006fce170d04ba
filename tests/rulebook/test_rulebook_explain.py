"""An explanation says where a patient goes, by which rule, and why."""

import json
from datetime import date

import pytest

from flow.engine.refusals import BadFact
from flow.rulebook import explain, load, shipped

TYPICAL = load(shipped("typical"))
MONDAY = date(2026, 11, 23)
RINI = {
    "birth_date": "2011-03-14",
    "sex": "female",
    "pregnant": True,
    "service": "tb",
    "payer": "umum",
}


def test_a_pregnant_girl_with_tb_stays_with_the_mothers() -> None:
    told = explain(TYPICAL, RINI, MONDAY)

    assert list(told) == [
        "cluster", "priority", "priority_because", "bands", "flags", "ticket", "stops",
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
        "because": "Ibu hamil ke poli ibu pada umur berapa pun",
        "if_ordered": False,
    }


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
