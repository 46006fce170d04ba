"""Every refusal is a whole sentence in both languages, with its facts in it."""

import string

import pytest

from flow.engine import refusals, words
from flow.engine.lifecycle import Status, Step
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from flow.engine.text import Text


def every_refusal(kind: type[Refused] = Refused) -> list[type[Refused]]:
    found = [kind] if "sentence" in vars(kind) else []
    return found + [deeper for child in kind.__subclasses__() for deeper in every_refusal(child)]


ALL = every_refusal()


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_it_speaks_both_languages_and_says_its_facts(kind: type[Refused]) -> None:
    sentence = kind.sentence
    wanted = placeholders(sentence.id)
    assert wanted == placeholders(sentence.en)
    assert sentence.id != sentence.en
    refusal = kind(**{name: Text(f"<{name} id>", f"<{name} en>") for name in wanted})
    for said, language in ((refusal.said.id, "id"), (refusal.said.en, "en")):
        assert said[0].isupper() or said[0] == "<"
        assert said.endswith((".", ">"))
        assert "{" not in said
        assert all(f"<{name} {language}>" in said for name in wanted)
    assert refusal.code == kind.__name__
    assert str(refusal) == refusal.said.id
    assert refusal.place is None or isinstance(refusal.place, str)


def test_there_is_one_module_of_them_and_each_is_told_apart() -> None:
    assert len(ALL) > 20
    assert {kind.__module__ for kind in ALL} == {refusals.__name__}
    assert len({kind.sentence.id for kind in ALL}) == len(ALL)


def test_a_brace_in_what_somebody_typed_is_only_a_brace() -> None:
    refusal = refusals.UnknownVisit(visit="{x} {0} %s")
    assert "{x} {0} %s" in refusal.said.id


def test_every_status_step_and_outcome_has_its_words() -> None:
    assert set(words.STATUS) == set(Status)
    assert set(words.STEP) == set(Step)
    assert set(words.OUTCOME) == set(Outcome)
    for texts in (words.STATUS, words.STEP, words.OUTCOME):
        assert all(text.id and text.en for text in texts.values())
