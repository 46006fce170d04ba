"""The printers of a house, as the setting `ALUR_PRINTER` names them.

One for everybody: `network:192.168.1.50?width=80`. Several: `kiosk=network:192.168.1.50;loket=file:/dev/usb/lp0`.
"""

import re
from collections.abc import Callable, Mapping

from flow.printing.paper import PROFILES, Paper, profiles
from flow.printing.printers import PORT, Device, Network, Printer, Usb

MAIN = "utama"
"""The name of a printer that was given none: the one for everybody who has none of their own."""

NONE = "none"
KINDS = "network:HOST, usb:VENDOR:PRODUCT, file:PATH or none"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_HOST = re.compile(r"\[[0-9a-fA-F:.]+\]|[\w.-]+")


def read_printers(text: str) -> dict[str, Printer]:
    """By name, in the order of the setting; raises `ValueError` with the remedy."""
    found: dict[str, Printer] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, address = _named(part)
        if name in found:
            raise ValueError(f"two printers are called {name}; give each its own name")
        if address != NONE:
            found[name] = _printer(name, address)
    return found


def _named(part: str) -> tuple[str, str]:
    before, mark, after = part.partition("=")
    if not mark or ":" in before or "?" in before:
        return MAIN, part
    name = before.strip()
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name; use small letters, digits and hyphens")
    return name, after.strip()


def _printer(name: str, address: str) -> Printer:
    place, _, options = address.partition("?")
    kind, mark, where = place.partition(":")
    if kind not in _KINDS or not mark or not where:
        raise ValueError(f"{place!r} is no printer; it is {KINDS}")
    return _KINDS[kind](name, where, _paper(options))


def _paper(options: str) -> Paper:
    given: dict[str, str] = {}
    for option in filter(None, options.split("&")):
        name, _, value = option.partition("=")
        if name not in ("width", "profile"):
            raise ValueError(f"{name!r} is unknown; a printer has width=58 or 80, or a profile")
        given[name] = value
    if "profile" in given:
        return _profile(given["profile"])
    widths = {str(width): width for width in PROFILES}
    if given.get("width", "58") not in widths:
        raise ValueError(f"width={given['width']}: it is 58 or 80 (millimetres)")
    return Paper.wide(widths[given.get("width", "58")])


def _profile(name: str) -> Paper:
    known = profiles()
    if name not in known:
        raise ValueError(f"profile={name} is unknown; it is one of {', '.join(sorted(known))}")
    return Paper(name)


def _network(name: str, where: str, paper: Paper) -> Printer:
    host, mark, port = where.rpartition(":") if not where.endswith("]") else (where, "", "")
    if not mark:
        host, port = where, str(PORT)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"{where}: the port is a number from 1 to 65535, usually {PORT}")
    if not _HOST.fullmatch(host):
        raise ValueError(f"{where}: {host!r} is no address of a printer")
    return Network(name=name, host=host.strip("[]"), port=int(port), paper=paper)


def _usb(name: str, where: str, paper: Paper) -> Printer:
    vendor, _, product = where.partition(":")
    if not (_HEX.fullmatch(vendor) and _HEX.fullmatch(product)):
        raise ValueError(f"usb:{where}: it is usb:0416:5011, as `lsusb` shows it")
    return Usb(name=name, vendor=int(vendor, 16), product=int(product, 16), paper=paper)


def _file(name: str, where: str, paper: Paper) -> Printer:
    return Device(name=name, path=where, paper=paper)


_KINDS: Mapping[str, Callable[[str, str, Paper], Printer]] = {
    "network": _network,
    "usb": _usb,
    "file": _file,
}
