"""The admin's pages: people, programs, the day, rooms, TVs, media, lists, trail, archive. A press is a form, then the page."""

from web.admin import archive, day, devices, importing, media, people, rooms, trail
from web.admin.frame import blueprint

__all__ = [
    "archive",
    "blueprint",
    "day",
    "devices",
    "importing",
    "media",
    "people",
    "rooms",
    "trail",
]
