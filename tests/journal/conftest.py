"""One journal of each kind, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flow.journal import Journal
from tests.journal.stores import open_store


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    url = ""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'alur.db'}"
    elif request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    with open_store(request.param, url) as store:
        yield store
