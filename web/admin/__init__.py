"""The admin's pages: people, programs, the day, rooms, TVs, media, the trail. Each press is a form, a command, the page again."""

from web.admin import day, devices, media, people, rooms, trail
from web.admin.frame import blueprint

__all__ = ["blueprint", "day", "devices", "media", "people", "rooms", "trail"]
