"""For a process manager that brings its own server: `web.wsgi:app` (gevent workers). `alur serve` does all of this alone."""

from gevent import monkey

monkey.patch_all()

import os
import sys

from flow.database import DatabaseError
from flow.scheduler import start_scheduler
from web import create_app
from web.house import House
from web.serve import open_or_exit, settings_or_exit

BOOT_ERROR = 3  # gunicorn ends with a worker that ends so; after any other code it begins the next one, for ever


def _opened() -> House:
    """The rooms; what is wrong with settings, rules or the database is said plainly, and the process ends."""
    try:
        return open_or_exit(settings_or_exit(os.environ))
    except DatabaseError as error:
        error.show()
    except SystemExit:
        pass  # it has been said
    sys.exit(BOOT_ERROR)


_house = _opened()
app = create_app(_house)
start_scheduler(_house.clinic, _house.now, _house.draft)
