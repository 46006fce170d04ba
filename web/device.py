"""Which TV or kiosk asks: known by the secret that it keeps in a cookie"""

from flask import request

from flow.devices import Device
from web.house import house

COOKIE = "alur_tv"


def known_device() -> Device | None:
    """The device that asks, if it is one that we know; it was seen just now."""
    secret = request.cookies.get(COOKIE)
    return house().devices.recognise(secret) if secret else None
