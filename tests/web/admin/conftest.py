"""Dewi at the admin's pages: a page's form is filled in and sent as her browser does."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import Web, forged


@dataclass
class Dewi:
    """Her browser, signed in."""

    browser: FlaskClient

    def see(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, **fields: object) -> TestResponse:
        """The form, and whatever page comes after it."""
        typed = {"csrf_token": forged(self.browser), **fields}
        return self.browser.post(path, data=typed, follow_redirects=True)

    def press(self, path: str, **fields: object) -> str:
        answer = self.send(path, **fields)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture
def dewi(web: Web) -> Dewi:
    return Dewi(web.browser("dewi"))
