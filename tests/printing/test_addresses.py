"""The setting `ALUR_PRINTER`, as people write it."""

import pytest

from flow.printing.addresses import read_printers
from flow.printing.paper import Paper
from flow.printing.printers import Device, Network, Usb


@pytest.mark.parametrize(
    ("text", "printer"),
    [
        ("network:192.168.1.50", Network(name="utama", host="192.168.1.50", port=9100)),
        (
            "network:printer.lan:9101?width=80",
            Network(name="utama", host="printer.lan", port=9101, paper=Paper("TM-T20II")),
        ),
        ("network:[fe80::1]:9100", Network(name="utama", host="fe80::1")),
        ("kiosk=usb:0416:5011", Usb(name="kiosk", vendor=0x0416, product=0x5011)),
        (
            "kiosk=file:/dev/usb/lp0?profile=TM-T88III",
            Device(name="kiosk", path="/dev/usb/lp0", paper=Paper("TM-T88III")),
        ),
        (r"loket=file:\\localhost\kios", Device(name="loket", path=r"\\localhost\kios")),
    ],
)
def test_a_printer_is_read(text: str, printer: object) -> None:
    assert list(read_printers(text).values()) == [printer]


def test_several_have_names_and_none_is_none() -> None:
    assert list(read_printers("kiosk=network:10.0.0.1 ; loket=file:/dev/usb/lp0;")) == [
        "kiosk",
        "loket",
    ]
    assert read_printers("none") == read_printers("") == {}


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("192.168.1.50", "network:HOST"),
        ("network:", "network:HOST"),
        ("serial:COM1", "usb:VENDOR:PRODUCT"),
        ("network:10.0.0.1:0", "1 to 65535"),
        ("network:10.0.0.1/x", "no address"),
        ("network:10.0.0.1?width=57", "58 or 80"),
        ("network:10.0.0.1?profile=Epson", "TM-T20II"),
        ("network:10.0.0.1?color=red", "width=58 or 80"),
        ("usb:416:5011", "usb:0416:5011"),
        ("Kios 1=network:10.0.0.1", "small letters"),
        ("network:10.0.0.1;network:10.0.0.2", "its own name"),
    ],
)
def test_what_is_wrong_is_said_with_the_remedy(text: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        read_printers(text)
