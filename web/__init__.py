"""People and screens: Flask in front of the door. Knows no SQL and holds no rules.

Importing this package loads nothing else: `web.serve` must patch the standard library for gevent first.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from web.house import House


def create_app(house: "House") -> "Flask":
    """The application in front of these rooms; see `web.app`."""
    from web.app import create_app as put_together

    return put_together(house)
