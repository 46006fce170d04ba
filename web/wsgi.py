"""For a process manager that brings its own server: `web.wsgi:app` (gevent workers). `alur serve` does all of this alone."""

from gevent import monkey

monkey.patch_all()

from flow import clock  # noqa: E402
from flow.scheduler import start_scheduler  # noqa: E402
from web import create_app  # noqa: E402
from web.config import Settings  # noqa: E402
from web.house import open_house  # noqa: E402

_house = open_house(Settings.from_environment(), clock.now)
app = create_app(_house)
start_scheduler(_house.clinic, _house.now)
