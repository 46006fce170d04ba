"""The words for what happens to the house: its day, its desks, its rules; and what each kind of command is called"""

from collections.abc import Mapping

from flow.engine import events as e
from flow.engine.routing import Rulebook
from flow.engine.text import Text

OPENED = Text("Hari layanan {day} dibuka", "The service day {day} was opened")
CLOSED = Text("Hari layanan ditutup", "The service day was closed")
CARRIED = Text(
    "{count} pasien dibawa ke hari berikutnya", "{count} patients carried to the next day"
)
PUBLISHED = Text("Aturan lain mulai berlaku ({digest})", "Other rules came into force ({digest})")
DESK_OPENED = Text("{station}, meja {desk}: dibuka", "{station}, desk {desk}: opened")
DESK_CLOSED = Text("{station}, meja {desk}: ditutup", "{station}, desk {desk}: closed")
DESK_PAUSED = Text("{station}, meja {desk}: istirahat", "{station}, desk {desk}: on a break")
DESK_RESUMED = Text("{station}, meja {desk}: bekerja lagi", "{station}, desk {desk}: working again")

COMMAND: Mapping[str, Text] = {
    "OpenDay": Text("Buka hari", "Open the day"),
    "CloseDay": Text("Tutup hari", "Close the day"),
    "PublishRulebook": Text("Terbitkan aturan", "Publish rules"),
    "OpenDesk": Text("Buka meja", "Open a desk"),
    "CloseDesk": Text("Tutup meja", "Close a desk"),
    "PauseDesk": Text("Istirahat", "Break"),
    "Book": Text("Buat janji", "Book"),
    "CancelBooking": Text("Batalkan janji", "Cancel a booking"),
    "CheckIn": Text("Datang sesuai janji", "Check in"),
    "IssueTicket": Text("Ambil nomor", "Draw a number"),
    "Register": Text("Daftarkan", "Register"),
    "EnterEmergency": Text("Masuk gawat darurat", "Enter as an emergency"),
    "LinkVisits": Text("Hubungkan keluarga", "Link a family"),
    "UnlinkVisit": Text("Lepas dari keluarga", "Unlink from a family"),
    "UpdateFacts": Text("Ubah data rute", "Change facts"),
    "CallNext": Text("Panggil berikutnya", "Call the next"),
    "CallOne": Text("Panggil di luar urutan", "Call out of turn"),
    "Recall": Text("Panggil ulang", "Call again"),
    "Start": Text("Mulai layani", "Start"),
    "ConfirmService": Text("Masih dilayani", "Still being served"),
    "Finish": Text("Selesaikan", "Finish"),
    "MarkAbsent": Text("Tandai tidak hadir", "Mark absent"),
    "BringBack": Text("Masukkan kembali", "Bring back"),
    "Hold": Text("Tahan", "Hold"),
    "Resume": Text("Lanjutkan", "Resume"),
    "Transfer": Text("Pindahkan", "Transfer"),
    "AssignDesk": Text("Tentukan meja", "Choose a desk"),
    "HandOver": Text("Serahkan ke meja lain", "Hand over to another desk"),
    "AddOrders": Text("Tambah permintaan", "Add orders"),
    "CancelOrder": Text("Batalkan permintaan", "Cancel an order"),
    "Depart": Text("Akhiri kunjungan", "End the visit"),
    "RaiseAlert": Text("Peringatan terlalu lama", "Alert: too long"),
    "Undo": Text("Urungkan", "Undo"),
    "Reidentify": Text("Ganti pasien", "Another patient"),
    "Merge": Text("Gabungkan", "Merge"),
    "VoidTicket": Text("Batalkan nomor", "Void a number"),
}
"""What each kind of command is called, as the journal names it."""


def command(kind: str) -> Text:
    """The words for a kind of command; its own name for one that is no longer known."""
    return COMMAND.get(kind) or Text(kind, kind)


def said(event: e.Event, rulebook: Rulebook) -> Text | None:
    """What happened to the house; None where the event is about a visit."""
    match event:
        case e.DayOpened():
            return OPENED.filled(day=event.day)
        case e.DayClosed():
            carried = CARRIED.filled(count=len(event.carried))
            return Text.joined((CLOSED, carried), ". ") if event.carried else CLOSED
        case e.RulebookPublished():
            words = PUBLISHED.filled(digest=event.digest[:8])
            return Text.joined((words, _plain(event.note)), ": ") if event.note else words
        case e.DeskOpened():
            return _desk(DESK_OPENED, event, rulebook)
        case e.DeskClosed():
            return _desk(DESK_CLOSED, event, rulebook)
        case e.DeskResumed():
            return _desk(DESK_RESUMED, event, rulebook)
        case e.DeskPaused():
            words = _desk(DESK_PAUSED, event, rulebook)
            return Text.joined((words, _plain(event.reason)), ": ") if event.reason else words
        case _:
            return None


def _desk(
    words: Text,
    event: e.DeskOpened | e.DeskClosed | e.DeskPaused | e.DeskResumed,
    rulebook: Rulebook,
) -> Text:
    return words.filled(station=rulebook.station_name(event.station), desk=event.desk)


def _plain(words: str) -> Text:
    return Text(words, words)
