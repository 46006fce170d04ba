"""A real Chromium on a real server."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, WebError, sync_playwright

from tests.conftest import missing
from tests.live.server import Server

# No window of the machine, no call home; sound may start without a tap, as on a TV set up for it.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


SHELL = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path(*, whole: bool = False) -> str:
    """The one without a frame around its windows, where it is installed: the same pages for a third of the work.

    A `whole` browser is for what belongs to the browser and not to its pages.
    """
    names = (*WHOLE, SHELL) if whole else (SHELL, *WHOLE)
    path = next(filter(None, map(shutil.which, names)), None)
    return path or missing("Chromium")


@pytest.fixture(scope="session")
def page_errors() -> Iterator[list[str]]:
    """What the scripts of all windows threw. Only kept here: a failure in the browser's own loop would cut the line to it."""
    errors: list[str] = []
    new_context = Browser.new_context

    def listened_to(browser: Browser, **wishes: Any) -> BrowserContext:
        context = new_context(browser, **wishes)
        context.on("weberror", keep)
        return context

    def keep(thrown: WebError) -> None:
        where = thrown.page.url if thrown.page else "a closed page"
        errors.append(f"{where}: {thrown.error}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Browser, "new_context", listened_to)
        yield errors


@pytest.fixture(scope="session")
def chromium(page_errors: list[str]) -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "data") as running:
        running.account("sri", "registration")
        running.account("budi", "station")
        yield running


@pytest.fixture(autouse=True)
def windows_are_closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has opened goes on drawing, ringing and looking for its server until it is closed. A test in which a script threw
    fails, and says what it threw.
    """
    if "chromium" not in request.fixturenames:
        yield
        return
    browser: Browser = request.getfixturevalue("chromium")
    errors: list[str] = request.getfixturevalue("page_errors")
    before = list(browser.contexts)
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()
    thrown = list(errors)
    errors.clear()
    if thrown:
        pytest.fail("\n".join(["a script threw", *thrown]), pytrace=False)
