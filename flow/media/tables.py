"""The table of pictures and videos. The files themselves lie in the data folder"""

from datetime import date

from sqlmodel import Field, SQLModel


class MediaTable(SQLModel, table=True):
    """One file. `boards` are the codes of the boards that show it, with commas between; none means all of them."""

    __tablename__ = "media"

    id: str = Field(primary_key=True)
    title: str
    mime: str
    size: int
    seconds: int
    place: int
    first_day: date | None = None
    last_day: date | None = None
    boards: str = ""
    added_at: str
