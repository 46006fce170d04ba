"""What is said when somebody is called: the sentence, and the pieces that a voice makes it of."""

from datetime import datetime
from string import ascii_uppercase
from types import MappingProxyType

import pytest

from flow.engine.announcing import BREATH_MS, COMMA_MS, STOP_MS, announcements, needed
from flow.engine.floor import Call
from flow.engine.hours import Hours
from flow.engine.routing import Board, Station, Voice
from flow.engine.text import Text

NEVER = Hours(spans=MappingProxyType({}))
MOTHERS = Text("Ruang Ibu dan Anak", "Mother and Child Room")


def room(name: Text = MOTHERS, desks: tuple[str, ...] = ("1",)) -> Station:
    return Station(
        code="k2-ibu", name=name, public_name=name, cluster="K2", discipline="fifo", desks=desks, hours=NEVER
    )  # fmt: skip


def said(
    ticket: str, *companions: str, desk: str = "1", at: Station | None = None, **voice: object
):
    station = at or room()
    call = Call(
        position=7, at=datetime(2026, 3, 2), station=station.code, desk=desk, name=ticket, calls=1,
        companions=companions,
    )  # fmt: skip
    board = Board(code="utama", title=MOTHERS, stations=("k2-ibu",), voice=Voice(**voice))
    return announcements(call, station, board)


def spoken(announcement) -> list[str]:
    return [piece.spoken for piece in announcement.pieces]


def test_a_call_in_indonesian() -> None:
    (call,) = said("A-012")
    assert call.language == "id"
    assert call.text == "Nomor antrean, A, nol, satu, dua. Silakan menuju Ruang Ibu dan Anak."
    assert " | ".join(spoken(call)) == (
        "Nomor antrean | a | nol | satu | dua | Silakan menuju | Ruang Ibu dan Anak"
    )
    codes = " ".join(piece.code for piece in call.pieces)
    assert codes == "nomor-antrean a 0 1 2 silakan-menuju ruang-k2-ibu"
    assert [piece.pause_ms for piece in call.pieces] == [COMMA_MS] * 4 + [STOP_MS, BREATH_MS, STOP_MS]  # fmt: skip


def test_both_languages_in_the_order_of_the_board() -> None:
    first, second = said("C-305", languages=("en", "id"))
    assert first.text == "Ticket number, C, three, zero, five. Please go to Mother and Child Room."
    assert spoken(first)[1] == "C", "an English voice knows its own letters"
    assert second.text.startswith("Nomor antrean, C, tiga, nol, lima.")
    assert spoken(second)[1] == "ce"


def test_letters_are_named_as_indonesians_name_them() -> None:
    names = "a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe we eks ye zet"
    for letter, name in zip(ascii_uppercase, names.split(), strict=True):
        assert spoken(said(f"{letter}-001")[0])[1] == name


def test_two_letters_and_the_day_of_one_who_was_carried_over() -> None:
    (call,) = said("LB-120/22")
    assert call.text.startswith("Nomor antrean, L, B, satu, dua, nol, dua, dua.")


def test_zero_by_choice() -> None:
    assert said("A-010", zero="kosong")[0].text.startswith(
        "Nomor antrean, A, kosong, satu, kosong."
    )
    assert said("A-010", zero="kosong", languages=("en",))[0].text.startswith(
        "Ticket number, A, zero,"
    )


def test_a_family_is_called_in_one_sentence() -> None:
    (call,) = said("A-012", "A-013", "A-014")
    assert call.text == (
        "Nomor antrean, A, nol, satu, dua, bersama A, nol, satu, tiga, bersama A, nol, satu, empat. "
        "Silakan menuju Ruang Ibu dan Anak."
    )
    stops = [piece.spoken for piece in call.pieces if piece.pause_ms == STOP_MS]
    assert stops == ["empat", "Ruang Ibu dan Anak"], "a sentence ends after the last number"


def test_the_desk_is_named_where_there_is_more_than_one() -> None:
    two = room(Text("Ruang 2", "Room 2"), ("1", "2"))
    assert said("A-001", desk="2", at=two)[0].text.endswith("Silakan menuju Ruang 2, meja dua.")
    named = room(Text("Ruang 2", "Room 2"), ("dr. Sari", "drg. Budi"))
    (call,) = said("A-001", desk="dr. Sari", at=named)
    assert call.text.endswith("meja dr. Sari.")
    assert spoken(call)[-1] == "dokter Sari"
    assert call.pieces[-1].code == "meja-dr-sari"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Loket UGD", "Loket u ge de"),
        ("Poli ibu dan KB", "Poli ibu dan ka be"),
        ("MTBS", "em te be es"),
        ("DOTS dan kusta", "dots dan kusta"),
        ("Gigi & mulut", "Gigi dan mulut"),
        ("Kasir/farmasi (lantai 1)", "Kasir farmasi lantai 1"),
        ("RUANG GIGI", "ruang gigi"),
        ("drg. Ani", "dokter gigi Ani"),
        ("Ruang 7", "Ruang 7"),
    ],
)
def test_a_rooms_name_as_a_machine_must_read_it(name: str, read: str) -> None:
    (call,) = said("A-001", at=room(Text(name, "Another name")))
    assert spoken(call)[-1] == read
    assert call.text.endswith(f"Silakan menuju {name}."), "eyes read it as it is written"


def test_an_indonesian_name_is_read_by_the_indonesian_voice_in_an_english_sentence() -> None:
    (call,) = said("A-001", at=room(Text("Poli Umum", "Poli Umum")), languages=("en",))
    assert [piece.language for piece in call.pieces] == ["en"] * 6 + ["id"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_has_to_be_recorded_is_all_that_a_call_can_need(language: str) -> None:
    two = room(desks=("1", "2"))
    codes = {piece.code for piece in needed([two], language, "nol")}
    (call,) = said("QX-987", "Z-654", desk="2", at=two, languages=(language,))
    assert {piece.code for piece in call.pieces} <= codes
    assert {"0", "9", "a", "z", "bersama", "meja", "ruang-k2-ibu"} <= codes
