"""Whatever is sent: a 4xx problem that names the field, never a 500, and nothing has moved."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import Web

VISIT = "VISIT"
BODIES = {
    ("POST", "visits"): {"facts": {}},
    ("POST", "visits/VISIT/registrations"): {"facts": {}},
    ("PATCH", "visits/VISIT/facts"): {"facts": {}},
    ("POST", "visits/VISIT/recalls"): {},
    ("POST", "visits/VISIT/starts"): {},
    ("POST", "visits/VISIT/finishes"): {},
    ("POST", "visits/VISIT/absences"): {},
    ("POST", "visits/VISIT/returns"): {},
    ("POST", "visits/VISIT/hold"): {},
    ("DELETE", "visits/VISIT/hold"): {},
    ("POST", "visits/VISIT/transfers"): {"to": "lab"},
    ("POST", "visits/VISIT/departures"): {"outcome": "pulang"},
    ("POST", "stations/loket/calls"): {"desk": "1"},
    ("POST", "stations/loket/desks/1/opening"): {},
    ("DELETE", "stations/loket/desks/1/opening"): {},
    ("POST", "day/opening"): {},
    ("DELETE", "day/opening"): {},
    ("POST", "routes"): {"facts": {}},
    ("POST", "patients"): {"name": "Ratna", "birth_date": "1990-05-17", "sex": "female"},
}
COMMANDS = pytest.mark.parametrize(("method", "path"), BODIES)
ODD = [
    None, True, 0, -1, 1.5, 10**30, "", "x", "\u202e", "💊" * 50, [], {}, [[]], {"x": {}}, [None],
    {"": 0}, "x" * 400, "__class__", "{0}", "%s",
]  # fmt: skip


@pytest.fixture
def opened(web: Web) -> None:
    web.open(("loket", "1"))


@pytest.fixture(scope="module")
def visit(still: Web) -> str:
    still.open(("loket", "1"))
    return still.ask("POST", "visits", {}, status=201).json["id"]


BROKEN = [
    (b"{", 400),
    (b"nope", 400),
    (b"\xff\xfe", 400),
    (b'{"x": NaN}', 400),
    (b'{"x": Infinity}', 400),
    (b'{"x": 1e999}', 400),
    (b'{"x": ' + b"9" * 5000 + b"}", 400),
    (b'{"x": "\\ud800"}', 400),
    (b'{"x": "\\u0000"}', 400),
    (b'{"\\u0000": 1}', 400),
    (b"[" * 30_000, 400),
    (b"[" * 900 + b"]" * 900, 400),
    (b'{"x":' * 50 + b"1" + b"}" * 50, 400),
    (b"[]", 422),
    (b"null", 422),
    (b'"x"', 422),
    (b"7", 422),
    (b'{"x": 1}', 422),
    (b'{"x": 1e2}', 422),
    (b" " * 70_000, 413),
    (b'{"x": "' + b"y" * 70_000 + b'"}', 413),
]


@COMMANDS
def test_a_broken_body(still: Web, visit: str, method: str, path: str) -> None:
    before = still.ask("GET", "/healthz").json["position"]
    url = path.replace(VISIT, visit)
    for raw, status in BROKEN:
        answer = still.ask(method, url, data=raw, content_type="application/json", status=status)
        assert status == 413 or answer.json["errors"], raw[:40]
    assert still.ask("GET", "/healthz").json["position"] == before


@COMMANDS
def test_a_body_that_is_not_json(still: Web, visit: str, method: str, path: str) -> None:
    url = path.replace(VISIT, visit)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "", "x"):
        still.ask(method, url, data=b"{}", content_type=kind, status=415)


@COMMANDS
def test_an_unknown_field_is_named(still: Web, visit: str, method: str, path: str) -> None:
    body = {**BODIES[method, path], "prioritas": 1}
    answer = still.ask(method, path.replace(VISIT, visit), body, status=422)
    assert answer.json["errors"] == [
        {"field": "prioritas", "detail": "This field is not known. Remove it."}
    ]


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "visits", {"emergency": "yes"}, "emergency"),
        ("POST", "visits", {"facts": []}, "facts"),
        ("POST", "visits", {"facts": {"sex": "x"}}, "facts.sex"),
        ("POST", "visits", {"facts": {"sex": ["male"]}}, "facts.sex"),
        ("POST", "visits", {"facts": {"umur": 5}}, "facts.umur"),
        ("POST", "visits", {"facts": {"birth_date": "2031-01-01"}}, "facts.birth_date"),
        ("POST", "visits", {"facts": {"cough_weeks": True}}, "facts.cough_weeks"),
        ("POST", "visits", {"facts": {"cough_weeks": 10**400}}, "facts.cough_weeks"),
        ("POST", "visits", {"patient": 7}, "patient"),
        ("POST", "visits", {"station": ""}, "station"),
        ("POST", "visits/VISIT/registrations", {"patient": "x"}, "patient"),
        ("PATCH", "visits/VISIT/facts", {}, "facts"),
        ("PATCH", "visits/VISIT/facts", {"facts": {"triage": "pink"}}, "facts.triage"),
        ("POST", "visits/VISIT/finishes", {"orders": "lab"}, "orders"),
        ("POST", "visits/VISIT/finishes", {"orders": [1]}, "orders.0"),
        ("POST", "visits/VISIT/finishes", {"orders": ["x"] * 21}, "orders"),
        ("POST", "visits/VISIT/finishes", {"review": 1}, "review"),
        ("POST", "visits/VISIT/finishes", {"outcome": "hilang"}, "outcome"),
        ("POST", "visits/VISIT/hold", {"reason": "x" * 201}, "reason"),
        ("POST", "visits/VISIT/hold", {"reason": 1}, "reason"),
        ("POST", "visits/VISIT/transfers", {}, "to"),
        ("POST", "visits/VISIT/transfers", {"to": "laboratorium"}, "to"),
        ("POST", "visits/VISIT/departures", {}, "outcome"),
        ("POST", "visits/VISIT/departures", {"outcome": None}, "outcome"),
        ("POST", "stations/loket/calls", {}, "desk"),
        ("POST", "stations/loket/calls", {"desk": 1}, "desk"),
        ("POST", "stations/loket/calls", {"desk": "1", "visit": []}, "visit"),
        ("POST", "routes", {"facts": {"service": "sulap"}}, "facts.service"),
    ],
)
def test_a_wrong_field_is_named(
    still: Web, visit: str, method: str, path: str, body: dict, field: str
) -> None:
    answer = still.ask(method, path.replace(VISIT, visit), body, status=422)
    assert [e["field"] for e in answer.json["errors"]] == [field]
    assert all(e["detail"] for e in answer.json["errors"])


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("GET", "visits/unknown", None, "visit"),
        ("POST", "visits/unknown/recalls", {}, "visit"),
        ("POST", "visits/unknown/departures", {"outcome": "pulang"}, "visit"),
        ("PATCH", "visits/unknown/facts", {"facts": {}}, "visit"),
        ("GET", "stations/unknown/queue", None, "station"),
        ("POST", "stations/unknown/calls", {"desk": "1"}, "station"),
        ("POST", "stations/loket/calls", {"desk": "9"}, "desk"),
        ("POST", "stations/loket/calls", {"desk": "1", "visit": "unknown"}, "visit"),
        ("POST", "stations/loket/desks/9/opening", {}, "desk"),
        ("DELETE", "stations/unknown/desks/1/opening", {}, "station"),
        ("POST", "visits/VISIT/recalls", {"station": "unknown"}, "station"),
        ("GET", "boards/unknown", None, "code"),
    ],
)
def test_what_does_not_exist_is_named(
    still: Web, visit: str, method: str, path: str, body: dict | None, field: str
) -> None:
    answer = still.ask(method, path.replace(VISIT, visit), body, status=404)
    assert [e["field"] for e in answer.json["errors"]] == [field]


def test_nothing_happens_while_the_day_is_closed(web: Web) -> None:
    elsewhere = {("POST", "routes"), ("POST", "patients"), ("POST", "day/opening")}
    for method, path in BODIES.keys() - elsewhere:
        if VISIT not in path:
            answer = web.ask(method, path, BODIES[method, path], status=409)
            assert answer.json["code"] == "DayNotOpen"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/", 404),
        ("/api/v1/visits/", 404),
        ("/api/v1/nowhere", 404),
        ("/api/v1/visits/%00", 404),
        ("/api/v1/visits/%ff%fe", 404),
        ("/api/v1/visits/../day", 404),
        ("/api/v1/boards/{0}", 404),
        ("/api/v1/routes", 405),
        ("/api/v1/day/opening", 405),
    ],
)
def test_an_address_that_leads_nowhere(still: Web, path: str, status: int) -> None:
    answer = still.ask("GET", path, status=status)
    assert (status == 405) == ("Allow" in answer.headers)


@pytest.mark.parametrize("query", ["%00", "%ff", "%", "x" * 5000, "[", "0" * 16])
def test_an_odd_search(still: Web, query: str) -> None:
    assert (
        still.ask("GET", "patients", query_string=f"q={query}", status=200).json["patients"] == []
    )


@pytest.mark.parametrize("language", ["id", "en", "", "x", "en;q=x", "*", "de,en;q=0.1"])
def test_the_language_of_the_sentences(web: Web, language: str) -> None:
    headers = {"Authorization": f"Bearer {web.tokens['admin']}", "Accept-Language": language}
    answer = web.client.post("/api/v1/visits", json={}, headers=headers)
    english = language.startswith(("en", "de")) and language != "en;q=x"
    assert answer.json["detail"].startswith("The service day" if english else "Hari layanan")


# Anything at all

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["facts", "patient", "emergency", "station", "desk", "visit", "orders", "review", "outcome",
     "reason", "to", "name", "birth_date", "sex", "nik", "bpjs", "phone", "sure", "x"]
)  # fmt: skip


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    place=st.sampled_from(sorted(place for place in BODIES if place[1] != "day/opening")),
    body=ANYTHING | st.dictionaries(FIELDS, ANYTHING, max_size=4),
    as_facts=st.booleans(),
)
def test_nothing_that_is_sent_breaks_it(
    web: Web, opened: None, place: tuple[str, str], body: object, as_facts: bool
) -> None:
    """`ask` fails on any 5xx, and on any answer that is not as declared."""
    method, path = place
    visit = web.ask("POST", "visits", {}, status=201).json["id"]
    sent = {**BODIES[place], "facts": body} if as_facts else body
    if isinstance(body, dict) and not as_facts:
        sent = {**BODIES[place], **body}
    raw = json.dumps(sent).encode()
    web.ask(method, path.replace(VISIT, visit), data=raw, content_type="application/json")
