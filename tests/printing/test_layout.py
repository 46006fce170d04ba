"""The bytes of a slip, drawn as a printer draws them and looked at: everything fits, and a phone can read the code.

The pictures are kept where ALUR_PICTURES says.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from flow.printing.booked import BookingSlip
from flow.printing.layout import lay_out
from flow.printing.paper import Paper
from flow.printing.slip import Slip
from tests.printing.roll import Roll

PICTURES = os.environ.get("ALUR_PICTURES")
DOTS = {58: 384, 80: 576}
DOTS_PER_MM = 8
ADDRESS = "http://192.168.1.20:8000/tiket/0123456789abcdef0123456789abcdef"
SITI = Slip(
    facility="Puskesmas Mekar Sari",
    ticket="A-012",
    room="Loket pendaftaran",
    ahead=4,
    notices=(),
    printed_at="02-03-2026 07.12",
    address=ADDRESS,
)
LONG = replace(
    SITI,
    facility="UPTD Puskesmas Rawat Inap Kecamatan Pelabuhan Ratu Kabupaten Sukabumi",
    room="Ruang Pemeriksaan Kesehatan Ibu, Anak, dan Keluarga Berencana (Klaster 2) – lantai 2",
    address="https://antrean.dinkes.kabupaten-sukabumi.example/tiket/" + "0123456789abcdef" * 2,
)
SLIPS = {
    "biasa": SITI,
    "masker": replace(SITI, notices=("Mohon pakai masker; petugas memberikannya.",)),
    "ribuan": replace(SITI, ticket="A-1234"),
    "dibawa": replace(SITI, ticket="A-012/24", room="Ruang 7", ahead=0),
    "terpanjang": replace(LONG, ticket="ABC-1234/24"),
    "tanpa-ruang": replace(SITI, room="", ahead=None, language="en"),
}

CHECKUP = BookingSlip(
    facility="Puskesmas Mekar Sari",
    day="Selasa, 3 Maret 2026",
    hour="Pukul 09.00",
    on_time_until="09.15",
    service="Pemeriksaan kehamilan",
    room="Ruang skrining",
    code="K7MQ2X",
    following=(),
    printed_at="02-03-2026 07.12",
)
SERIES = tuple(f"{n}-09-2026  09.00  K7MQ{n}" for n in range(10, 24))
BOOKINGS = {
    "janji": CHECKUP,
    "janji-bebas": replace(CHECKUP, hour="Jam berapa saja", on_time_until="", room="", service=""),
    "janji-deret": replace(CHECKUP, following=SERIES[:3]),
    "janji-terpanjang": replace(
        CHECKUP,
        facility=LONG.facility,
        room=LONG.room,
        service="Hypertension, diabetes or other chronic disease",
        day="Wednesday, 30 September 2026",
        language="en",
        following=SERIES,
    ),
}


def printed(slip: Slip | BookingSlip, width: int) -> Roll:
    return Roll(DOTS[width]).print(lay_out(slip, Paper.wide(width)))


def pictured(roll: Roll, name: str, width: int) -> Image.Image:
    picture = roll.picture()
    if PICTURES:
        picture.save(Path(PICTURES) / f"karcis-{width}-{name}.png")
    return picture


@pytest.mark.parametrize("width", [58, 80])
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_says_everything_and_its_code_is_read(name: str, width: int) -> None:
    slip = SLIPS[name]
    roll = printed(slip, width)
    picture = pictured(roll, name, width)
    said = " ".join(roll.texts)
    assert slip.ticket in roll.texts
    assert slip.printed_at in said
    assert ("Berlaku hari ini" if slip.language == "id" else "Valid today") in said
    for words in (slip.facility, slip.room.replace("–", "-"), *slip.notices):
        assert words in said
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [slip.address]


@pytest.mark.parametrize("width", [58, 80])
@pytest.mark.parametrize("name", BOOKINGS)
def test_a_booking_takes_along_when_to_come_and_its_code(name: str, width: int) -> None:
    slip = BOOKINGS[name]
    roll = printed(slip, width)
    picture = pictured(roll, name, width)
    said = " ".join(roll.texts)
    assert slip.code in roll.texts
    wanted = (slip.facility, slip.day, slip.hour, slip.service, slip.room.replace("–", "-"))
    for words in (*wanted, slip.printed_at):
        assert words in said
    for line in slip.following:
        assert line in roll.texts
    until = "On time until" if slip.language == "en" else "Tepat waktu sampai"
    assert (until in said) == bool(slip.on_time_until)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [slip.code]


@pytest.mark.parametrize("width", [58, 80])
def test_the_number_can_be_read_at_arm_s_length(width: int) -> None:
    """By somebody without their glasses: only the code is taller."""
    heights = sorted(row.height for row in printed(SITI, width).rows if row.getextrema()[0] == 0)
    assert heights[-2] / DOTS_PER_MM >= {58: 15, 80: 20}[width]


def test_wide_paper_is_cut_and_narrow_paper_is_fed_to_the_edge() -> None:
    assert printed(SITI, 80).cuts == 1
    narrow = printed(SITI, 58)
    assert narrow.cuts == 0
    assert narrow.rows[-1].height >= 100


def test_a_narrow_printer_gets_the_code_as_a_picture_and_a_wide_one_makes_it() -> None:
    assert printed(SITI, 58).codes == []
    assert printed(SITI, 80).codes == [ADDRESS]


@pytest.mark.parametrize("width", [58, 80])
def test_a_creased_slip_can_still_be_scanned(width: int) -> None:
    """A white line through the code, as a fold leaves one."""
    picture = printed(SITI, width).picture()
    found = zxingcpp.read_barcodes(picture)[0].position
    middle = (found.top_left.y * 2 + found.bottom_left.y) // 3
    crease = Image.new("L", (picture.width, 4), 255)
    picture.paste(crease, (0, middle))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_letters_that_not_every_printer_has_are_written_as_others() -> None:
    roll = printed(replace(SITI, room="Café ‘Élan’ · lantai 2—3"), 58)
    assert "Cafe 'Elan' -" in roll.texts
    assert "lantai 2-3" in roll.texts
