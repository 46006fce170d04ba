"""The admin's pages: people, programs, the day, the rooms, the audit trail. Each press is a form, a command, and the page again."""

from web.admin import day, people, rooms, trail
from web.admin.frame import blueprint

__all__ = ["blueprint", "day", "people", "rooms", "trail"]
