"""The OpenAPI document is valid, complete, and comes from the code."""

import re

from openapi_spec_validator import validate

from tests.web.conftest import Web
from web.api.operations import OPERATIONS

NO_COMMANDS = ("/routes", "/patients", "/patients/cards", "/patients/lookalikes")
"""POST, yet nothing happens on the floor."""


def document(web: Web) -> dict:
    return web.client.get("/api/v1/openapi.json").json


def test_it_is_valid_openapi(web: Web) -> None:
    assert document(web)["openapi"].startswith("3.1")
    validate(document(web))


def test_every_route_of_the_api_is_in_it(web: Web) -> None:
    told = {
        (method.upper(), path)
        for path, methods in document(web)["paths"].items()
        for method in methods
    }
    routed = {
        (method, re.sub(r"<(\w+)>", r"{\1}", rule.rule))
        for rule in web.app.url_map.iter_rules()
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert routed - {("GET", "/api/v1/openapi.json")} == told


def test_every_operation_has_a_name_words_and_roles(web: Web) -> None:
    found = [one for path in document(web)["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in found]
    assert len(set(names)) == len(names) == len(OPERATIONS)
    for one in found:
        assert one["summary"]
        assert ("x-roles" in one) != (one.get("security") == [])
        assert "default" in one["responses"]


def test_every_command_takes_a_key(web: Web) -> None:
    for path, methods in document(web)["paths"].items():
        for method, one in methods.items():
            keyed = any(p["name"] == "Idempotency-Key" for p in one["parameters"])
            plain = method == "get" or path.endswith(NO_COMMANDS)
            assert keyed != plain, (method, path)


def test_a_body_that_may_be_left_out_says_so(web: Web) -> None:
    paths = document(web)["paths"]
    assert not paths["/api/v1/visits/{visit}/starts"]["post"]["requestBody"]["required"]
    assert paths["/api/v1/stations/{code}/calls"]["post"]["requestBody"]["required"]
    visit = document(web)["components"]["schemas"]["NewVisit"]
    assert visit["additionalProperties"] is False
