"""What all answers are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Date = Annotated[str, Field(json_schema_extra={"format": "date"})]
Value = str | int | float | bool


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Words(Shape):
    """The same words in Indonesian and English."""

    id: str
    en: str


class Labelled(Shape):
    code: str
    label: Words


class Flaw(Shape):
    """What is wrong with one field (`facts.birth_date` is one inside another)."""

    field: str
    detail: str


class Problem(Shape):
    """RFC 9457. `code` is stable, for programs; `detail` is a sentence in the language of Accept-Language."""

    model_config = ConfigDict(extra="allow", strict=True)

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Flaw]
    instance: str | None


class Head(Shape):
    """`position` is the place in the day's journal at which this last changed."""

    facility: Words
    zone: str
    day: Date | None
    day_open: bool
    position: int
