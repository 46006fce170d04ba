"""Who may do what: every operation, every role, and the outsiders."""

import pytest

from tests.web.conftest import Web
from web.api.operations import OPERATIONS

ALL = {"admin", "registration", "station", "viewer"}
ROLES = ALL | {"kiosk"}
DOOR = {"kiosk"}
STAFF = {"admin", "registration", "station"}
COUNTER = {"admin", "registration"}

RIGHTS = {
    ("GET", "/healthz"): None,
    ("GET", "/api/v1/healthz"): None,
    ("GET", "/api/v1/stations"): ALL,
    ("GET", "/api/v1/stations/<code>/queue"): ALL,
    ("GET", "/api/v1/stations/<code>/line"): ALL,
    ("GET", "/api/v1/stations/<code>/order"): ALL,
    ("POST", "/api/v1/stations/<code>/calls"): STAFF,
    ("POST", "/api/v1/stations/<code>/desks/<desk>/opening"): STAFF,
    ("DELETE", "/api/v1/stations/<code>/desks/<desk>/opening"): STAFF,
    ("POST", "/api/v1/stations/<code>/desks/<desk>/pause"): STAFF,
    ("DELETE", "/api/v1/stations/<code>/desks/<desk>/pause"): STAFF,
    ("GET", "/api/v1/boards/<code>"): ALL,
    ("GET", "/api/v1/boards/<code>/media"): None,
    ("POST", "/api/v1/visits"): STAFF | DOOR,
    ("GET", "/api/v1/visits/<visit>"): ALL,
    ("GET", "/api/v1/visits/<visit>/patient"): STAFF,
    ("GET", "/api/v1/visits/<visit>/explanation"): STAFF,
    ("GET", "/api/v1/visits/<visit>/story"): STAFF,
    ("POST", "/api/v1/visits/<visit>/registrations"): STAFF,
    ("PATCH", "/api/v1/visits/<visit>/facts"): STAFF,
    ("POST", "/api/v1/visits/<visit>/recalls"): STAFF,
    ("POST", "/api/v1/visits/<visit>/starts"): STAFF,
    ("POST", "/api/v1/visits/<visit>/confirmations"): STAFF,
    ("POST", "/api/v1/visits/<visit>/finishes"): STAFF,
    ("POST", "/api/v1/visits/<visit>/absences"): STAFF,
    ("POST", "/api/v1/visits/<visit>/returns"): STAFF,
    ("POST", "/api/v1/visits/<visit>/hold"): STAFF,
    ("DELETE", "/api/v1/visits/<visit>/hold"): STAFF,
    ("POST", "/api/v1/visits/<visit>/transfers"): STAFF,
    ("POST", "/api/v1/visits/<visit>/handovers"): STAFF,
    ("POST", "/api/v1/visits/<visit>/orders"): STAFF,
    ("DELETE", "/api/v1/visits/<visit>/orders"): STAFF,
    ("PUT", "/api/v1/visits/<visit>/desk"): STAFF,
    ("POST", "/api/v1/visits/<visit>/family"): STAFF,
    ("DELETE", "/api/v1/visits/<visit>/family"): STAFF,
    ("POST", "/api/v1/visits/<visit>/departures"): STAFF,
    ("GET", "/api/v1/visits"): STAFF,
    ("POST", "/api/v1/visits/<visit>/undo"): STAFF,
    ("PUT", "/api/v1/visits/<visit>/patient"): COUNTER,
    ("POST", "/api/v1/visits/<visit>/mergers"): COUNTER,
    ("DELETE", "/api/v1/visits/<visit>/ticket"): COUNTER,
    ("GET", "/api/v1/visits/<visit>/thread"): STAFF,
    ("POST", "/api/v1/bookings"): STAFF,
    ("GET", "/api/v1/bookings"): COUNTER,
    ("DELETE", "/api/v1/bookings/<visit>"): STAFF,
    ("POST", "/api/v1/bookings/cancellations"): STAFF,
    ("POST", "/api/v1/bookings/check-ins"): COUNTER | DOOR,
    ("GET", "/api/v1/patients"): COUNTER,
    ("POST", "/api/v1/patients"): COUNTER,
    ("POST", "/api/v1/patients/cards"): COUNTER | DOOR,
    ("POST", "/api/v1/patients/lookalikes"): COUNTER,
    ("POST", "/api/v1/visits/<visit>/slips"): STAFF | DOOR,
    ("POST", "/api/v1/bookings/<visit>/slips"): STAFF,
    ("GET", "/api/v1/bookings/<visit>/slips"): STAFF,
    ("GET", "/api/v1/printers"): COUNTER,
    ("POST", "/api/v1/routes"): STAFF,
    ("GET", "/api/v1/rulebook"): STAFF,
    ("POST", "/api/v1/rulebook/publications"): {"admin"},
    ("POST", "/api/v1/day/opening"): COUNTER,
    ("DELETE", "/api/v1/day/opening"): COUNTER,
}
PROTECTED = [place for place, allowed in RIGHTS.items() if allowed]


def test_every_operation_is_in_the_table() -> None:
    assert {(one.method, one.path) for one in OPERATIONS} == set(RIGHTS)


def url(path: str) -> str:
    return path.replace("<code>", "lab").replace("<visit>", "0" * 32).replace("<desk>", "1")


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_an_outsider_gets_nowhere(still: Web, method: str, path: str) -> None:
    for charlie in ("nobody", "charlie", "revoked"):
        answer = still.ask(method, url(path), {"x": 1}, who=charlie, status=401)
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="alur"'


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_only_the_roles_that_may(web: Web, method: str, path: str) -> None:
    allowed = RIGHTS[method, path]
    for role in sorted(ROLES):
        answer = web.ask(method, url(path), who=role)
        refused = answer.status_code == 403 and answer.json["code"] == "NotYours"
        if role == "registration" and refused and role in allowed:
            assert "<code>" in path  # its counters only; below
            continue
        if role == "kiosk" and refused and role in allowed:
            assert path == "/api/v1/visits"  # for its buttons only; below
            continue
        assert refused == (role not in allowed), (role, answer.text)


def test_registration_calls_at_its_counters_only(web: Web) -> None:
    web.open(("loket", "1"), ("lab", "1"))
    lab = {"facts": {"birth_date": "1990-01-01", "service": "lab"}, "station": "loket"}
    inside = web.ask("POST", "visits", lab, who="registration", status=201).json["id"]
    outside = web.ask("POST", "visits", {}, who="registration", status=201).json["id"]
    desk = {"desk": "1"}
    who = {"who": "registration"}
    web.ask("POST", "stations/loket/calls", desk, **who, status=200)
    web.ask("POST", f"visits/{outside}/recalls", **who, status=200)
    web.ask("POST", "stations/lab/calls", desk, **who, status=403)
    web.ask("DELETE", "stations/lab/desks/1/opening", **who, status=403)
    web.ask("POST", f"visits/{inside}/hold", **who, status=403)
    web.ask("POST", f"visits/{inside}/hold", {"station": "skrining"}, **who, status=403)
    web.ask("POST", f"visits/{'0' * 32}/hold", **who, status=404)


def test_the_first_fault_told_is_who_asks(web: Web) -> None:
    """A stranger learns nothing about visits, fields or sizes."""
    web.ask("POST", "visits", data=b"x" * 70_000, who="nobody", status=401)
    web.ask("POST", "visits", {"no": "such field"}, who="viewer", status=403)


def test_a_kiosk_gives_what_its_buttons_say_and_nothing_else(web: Web) -> None:
    web.open()
    choice = web.house.clinic.rulebook.kiosk[0]
    kiosk = {"who": "kiosk"}
    web.ask("POST", "visits", {"facts": dict(choice.facts)}, **kiosk, status=201)
    visit = web.ask("POST", "visits", {}, status=201).json["id"]
    for more in (
        {"emergency": True},
        {"facts": {"birth_date": "1990-01-01"}},
        {"facts": dict(choice.facts), "station": "loket"},
        {"facts": dict(choice.facts), "patient": "x"},
        {"facts": dict(choice.facts), "with": visit},
    ):
        web.ask("POST", "visits", more, **kiosk, status=403)
    web.ask("POST", "bookings/check-ins", {"code": "TEBAK2"}, **kiosk, status=404)
    for more in ({"visit": visit}, {"code": "TEBAK2", "station": "loket"}):
        web.ask("POST", "bookings/check-ins", more, **kiosk, status=403)
