"""The rulebook in force, and the draft."""

from typing import Literal

from web.api.shapes.parts import Date, Shape, Time, Value


class RulebookInForce(Shape):
    """`published_at` is null for the rulebook with which the facility began."""

    digest: str
    name: str
    published_at: Time | None
    published_by: str | None


class RulebookFinding(Shape):
    """`example`, `facts` and `on` are a patient who shows it, where a proof found one."""

    code: str
    place: str
    said: str
    example: str | None
    facts: dict[str, Value] | None
    on: Date | None


class RulebookChange(Shape):
    """What would be different, and for whom (null: for the house)."""

    part: str
    who: str | None
    before: str
    after: str


class RulebookDraft(Shape):
    """The folder as it is edited: `same` as what is in force, `ready` to be published, or `broken`."""

    digest: str | None
    state: Literal["same", "ready", "broken"]
    seen_at: Time
    findings: list[RulebookFinding]
    cases: list[str]
    changes: list[RulebookChange]


class Publication(Shape):
    digest: str
    at: Time
    by: str
    note: str


class RulebookState(Shape):
    current: RulebookInForce
    draft: RulebookDraft
    history: list[Publication]
