"""The table of screens that show something by themselves"""

from sqlmodel import Field, SQLModel, UniqueConstraint


class DeviceTable(SQLModel, table=True):
    """A TV. `hash` is the SHA-256 of the secret that it keeps; `code` is what it shows until it is paired."""

    __tablename__ = "device"
    __table_args__ = (
        UniqueConstraint("hash", name="a_secret_is_one_device"),
        UniqueConstraint("code", name="a_code_is_one_device"),
    )

    id: str = Field(primary_key=True)
    hash: str
    code: str | None = None
    name: str = ""
    board: str | None = None
    added_at: str
    paired_at: str | None = None
    seen_at: str
