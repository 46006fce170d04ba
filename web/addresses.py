"""Where others reach this house: the address in the settings, else this computer's own in its network"""

import ipaddress
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from flask import request

from web.config import Settings
from web.house import house

if sys.platform == "linux":
    import fcntl

SOMEWHERE = "198.51.100.1"  # RFC 5737: nobody's; nothing is sent there
FLAGS_OF, ADDRESS_OF = 0x8913, 0x8915  # SIOCGIFFLAGS and SIOCGIFADDR of linux/sockios.h
UP_AND_RUNNING = 0x1 | 0x40  # linux/if.h


def root_for_others() -> str:
    """How the address of a page begins that is told to a phone, a TV or another computer."""
    return root(house().settings, request.host_url.rstrip("/"), of_this_computer)


def root(settings: Settings, asked: str, own: Callable[[], tuple[str, ...]]) -> str:
    """`asked` is what the browser has opened. At the server itself that may be 127.0.0.1, which is every computer's name for
    itself: then its address in the network stands in that place, if others are served at all.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/")
    try:
        opened = urlsplit(asked)
        port = f":{opened.port}" if opened.port else ""
    except ValueError:  # a made-up Host header
        return asked
    if not is_loopback(opened.hostname or "") or not serves_others(settings):
        return asked
    return next((f"{opened.scheme}://{address}{port}" for address in own()), asked)


def serves_others(settings: Settings) -> bool:
    """Whether another computer gets an answer: from here, or from a proxy in front."""
    return settings.proxies > 0 or not is_loopback(settings.host)


def is_loopback(host: str) -> bool:
    """Whether a computer calls itself that."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_everywhere(host: str) -> bool:
    """Whether that is no address but all of a computer's: 0.0.0.0 or ::."""
    return host == "" or (is_address(host) and ipaddress.ip_address(host).is_unspecified)


def is_address(host: str) -> bool:
    """Whether it is an address in numbers, and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def of_this_computer() -> tuple[str, ...]:
    """Its IPv4 addresses in networks, first the one that leads out of the house; none without a network."""
    found = dict.fromkeys([*_towards(SOMEWHERE), *_of_interfaces()])
    return tuple(one for one in found if not is_loopback(one) and not is_everywhere(one))


def _towards(there: str) -> Iterator[str]:
    """Which of its addresses this computer would use; there may be no way."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((there, 9))
        yield str(probe.getsockname()[0])


def _of_interfaces() -> Iterator[str]:
    """Those of every network that it is in: a LAN without internet leads nowhere, and is one all the same."""
    if sys.platform != "linux":
        with suppress(OSError):
            yield from socket.gethostbyname_ex(socket.gethostname())[2]
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _number, name in socket.if_nameindex():
            asked = struct.pack("40s", name.encode())  # struct ifreq
            with suppress(OSError):  # it has none
                (flags,) = struct.unpack_from("16xH", fcntl.ioctl(probe, FLAGS_OF, asked))
                if flags & UP_AND_RUNNING == UP_AND_RUNNING:
                    yield socket.inet_ntoa(fcntl.ioctl(probe, ADDRESS_OF, asked)[20:24])
