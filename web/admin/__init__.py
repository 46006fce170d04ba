"""The admin's pages: people, programs, the day, rooms, TVs, media, lists, the trail. Each press is a form, then the page again."""

from web.admin import day, devices, importing, media, people, rooms, trail
from web.admin.frame import blueprint

__all__ = ["blueprint", "day", "devices", "importing", "media", "people", "rooms", "trail"]
