"""Who may open the admin's pages: Dewi. Everybody else, and the outsider, gets nowhere, on every page and form."""

import re

import pytest
from flask import Flask

from tests.web.conftest import Web, forged


def rules(app: Flask) -> list[tuple[str, str]]:
    """Each method and path of the admin's pages, with something in the places of its parts."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/admin"):
            path = re.sub(r"<(?:int:)?\w+>", "1", rule.rule)
            found += [(method, path) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}]
    return sorted(found)


def test_there_are_pages(web: Web) -> None:
    assert len(rules(web.app)) > 12


@pytest.mark.parametrize("name", ["siti", "nurul", "vina"])
def test_staff_are_told_that_it_is_not_theirs(web: Web, name: str) -> None:
    browser = web.browser(name)
    proof = forged(browser)
    for method, path in rules(web.app):
        answer = browser.open(path, method=method, data={"csrf_token": proof})
        assert answer.status_code == 403, (method, path)


def test_charlie_is_sent_to_the_door(web: Web) -> None:
    charlie = web.app.test_client()
    proof = forged(charlie)
    for method, path in rules(web.app):
        answer = charlie.open(path, method=method, data={"csrf_token": proof})
        assert answer.status_code == 302, (method, path)
        assert answer.headers["Location"].startswith("/masuk"), (method, path)


def test_a_form_without_the_pages_proof_does_nothing(web: Web) -> None:
    browser = web.browser("dewi")
    for method, path in rules(web.app):
        if method != "GET":
            assert browser.open(path, method=method).status_code == 403, (method, path)
