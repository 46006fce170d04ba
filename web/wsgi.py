"""For a process manager that brings its own server: `web.wsgi:app` (gevent workers). `alur serve` does all of this alone."""

from gevent import monkey

monkey.patch_all()

from flow import clock
from flow.scheduler import start_scheduler
from web import create_app
from web.config import from_environment
from web.house import open_house

_house = open_house(from_environment(), clock.now)
app = create_app(_house)
start_scheduler(_house.clinic, _house.now, _house.draft)
