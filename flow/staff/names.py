"""What an account or a token may be called."""

import re

from flow.staff.errors import BAD_NAME, StaffError

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


def checked_name(name: str) -> str:
    """The name as it is kept, in lower case; raises `StaffError`."""
    kept = plain(name)
    if not _NAME.fullmatch(kept):
        raise StaffError("name", BAD_NAME.filled(name=name[:60]))
    return kept


def plain(name: str) -> str:
    """The name as it is looked up: how somebody types it should not lock them out."""
    return name.strip().lower()
