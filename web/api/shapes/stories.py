"""What happened to a visit."""

from typing import Annotated

from pydantic import Field

from flow.engine.telling.phrases import Topic
from web.api.shapes.parts import Date, Shape, Time

OneTopic = Annotated[str, Field(json_schema_extra={"enum": [topic.value for topic in Topic]})]


class StoryLine(Shape):
    """One line. `day` and `position` are the place of its entry in the journal. `undone`: taken back by a later line."""

    day: Date
    position: int
    at: Time
    by: str
    who: str
    topic: OneTopic
    station: str | None
    station_name: str | None
    desk: str | None
    said: str
    undone: bool


class Story(Shape):
    """What happened to a visit, oldest first, in the language of Accept-Language. `ticket` is what it is called now.

    `note` says what is missing: the days that lie in the archive, and how they come back.
    """

    visit: str
    ticket: str
    zone: str
    note: str | None
    lines: list[StoryLine]
