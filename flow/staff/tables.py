"""The tables of accounts and tokens. Neither a password nor a token stands in them, only what checks it."""

from sqlmodel import Field, SQLModel, UniqueConstraint


class AccountTable(SQLModel, table=True):
    """Somebody who signs in."""

    __tablename__ = "account"

    name: str = Field(primary_key=True)
    role: str
    password_hash: str
    added_at: str
    disabled_at: str | None = None


class TokenTable(SQLModel, table=True):
    """A program that calls the API; `hash` is the SHA-256 of its secret."""

    __tablename__ = "token"
    __table_args__ = (UniqueConstraint("hash", name="a_token_is_one_name"),)

    name: str = Field(primary_key=True)
    role: str
    hash: str
    added_at: str
    revoked_at: str | None = None
