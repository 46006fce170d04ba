"""Who leaves for another house, told in words: whoever takes over knows where from, where to and why.

By the rules of the typical Puskesmas.
"""

from typing import Any

import pytest

from flow.engine import commands as c
from flow.engine.outcomes import Outcome
from flow.engine.telling import tell
from tests.engine.small import DAY
from tests.engine.story import Story
from tests.stories.test_waiting_room import OLD_WOMAN, TYPICAL


@pytest.fixture
def consulting() -> Story:
    """Siti sits with the doctor of the older people."""
    story = Story(TYPICAL).opened(*TYPICAL.stations)
    return (
        story.registered("siti", OLD_WOMAN).through("siti", "skrining").serving("siti", "k3-lansia")
    )


@pytest.mark.parametrize(
    ("outcome", "destination", "told"),
    [
        (Outcome.REFERRED, "rsud", "dirujuk ke RSUD"),
        (Outcome.HANDED_ON, "posyandu-mawar", "diserahkan ke Posyandu Mawar"),
        (Outcome.SENT_BACK, "rsud", "dirujuk balik ke RSUD"),
    ],
)
def test_nobody_is_handed_on_without_a_reason(
    consulting: Story, outcome: Outcome, destination: str, told: str
) -> None:
    """The nurse forgets it and is asked; she writes three words, and they stay in the story of the visit."""
    about: dict[str, Any] = {"outcome": outcome, "destination": destination}
    for kind in (c.Finish, c.Depart):
        assert consulting.refused(kind, visit="siti", **about).code == "ReasonNeeded"
    consulting.when(c.Finish, visit="siti", reason="Gula darah 480", **about)
    assert consulting.visit("siti").outcome is outcome
    story = tell("siti", [(DAY, entry) for entry in consulting.entries], TYPICAL)
    assert told in story[-1].said.id
    assert "alasan: “Gula darah 480”" in story[-1].said.id
