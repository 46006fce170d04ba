"""Why a command was not carried out: one class per reason, each a sentence that a nurse understands.

A refusal carries its facts as keyword values, names what is wrong and what to do instead, and moves nothing.
How it is shown (an HTTP status, a page, a line in a terminal) is decided outside the engine.
"""

from typing import ClassVar

from flow.engine.text import Text


class Refused(Exception):
    """The base of all refusals. `said` holds the sentence in both languages, `facts` what it is about."""

    sentence: ClassVar[Text]
    field: ClassVar[str | None] = None

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        self.said = self.sentence.filled(**facts)
        super().__init__(self.said.id)

    @property
    def code(self) -> str:
        """A stable name for programs, e.g. `DeskBusy`."""
        return type(self).__name__

    @property
    def place(self) -> str | None:
        """The name of the input that is at fault, when one is."""
        return self.field


class Missing(Refused):
    """What the command names does not exist."""


class Invalid(Refused):
    """The command itself is wrong, whatever the state of the floor."""


# The day


class DayNotOpen(Refused):
    sentence = Text(
        "Hari layanan belum dibuka. Buka hari dulu, lalu ulangi.",
        "The service day is not open. Open the day first, then try again.",
    )


class DayIsClosed(Refused):
    sentence = Text(
        "Hari layanan {day} sudah ditutup. Buka kembali hari ini bila perlu, lalu ulangi.",
        "The service day {day} is closed. Open it again if need be, then try again.",
    )


class DayAlreadyOpen(Refused):
    sentence = Text(
        "Hari layanan {day} sudah dibuka.",
        "The service day {day} is already open.",
    )


class DayIsOver(Refused):
    sentence = Text(
        "Hari layanan {day} sudah lewat; hari yang terakhir adalah {last}. Periksa jam komputer.",
        "The service day {day} has passed; the last one is {last}. Check the computer's clock.",
    )


# Who and where


class UnknownVisit(Missing):
    field = "visit"
    sentence = Text(
        "Tidak ada kunjungan {visit} pada hari ini.",
        "There is no visit {visit} today.",
    )


class VisitAlreadyKnown(Refused):
    field = "visit"
    sentence = Text(
        "Kunjungan {visit} sudah ada.",
        "Visit {visit} exists already.",
    )


class VisitIsOver(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sudah selesai berkunjung ({outcome}).",
        "{ticket} has already left ({outcome}).",
    )


class UnknownStation(Missing):
    field = "station"
    sentence = Text(
        "Tidak ada pos {station}. Yang ada: {allowed}.",
        "There is no station {station}. There are: {allowed}.",
    )


class UnknownBoard(Missing):
    field = "code"
    sentence = Text(
        "Tidak ada papan {board}. Yang ada: {allowed}.",
        "There is no board {board}. There are: {allowed}.",
    )


class UnknownDesk(Missing):
    field = "desk"
    sentence = Text(
        "{station} tidak punya meja {desk}. Yang ada: {allowed}.",
        "{station} has no desk {desk}. There are: {allowed}.",
    )


class UnknownOrder(Invalid):
    field = "orders"
    sentence = Text(
        "Permintaan {order} tidak tersedia di {station}. Yang tersedia: {allowed}.",
        "The order {order} is not offered at {station}. Offered: {allowed}.",
    )


class RulebookMoved(Refused):
    """Somebody else has published since this change was looked at."""

    sentence = Text(
        "Aturan lain sudah berlaku sejak Anda melihat perubahan ini. Muat ulang, lihat lagi, lalu terbitkan.",
        "Other rules have come into force since you looked at this change. Reload, look again, then publish.",
    )


class UnknownRulebook(Refused):
    """No rulebook with this digest has been kept."""

    field = "digest"
    sentence = Text(
        "Tidak ada buku aturan {digest}. Muat ulang halaman aturan.",
        "There is no rulebook {digest}. Reload the page of the rules.",
    )


class RoomInUse(Refused):
    """A new rulebook leaves out a room or a desk where somebody stands or is still to go."""

    sentence = Text(
        "Aturan baru tidak lagi punya pos atau meja yang masih dipakai ({where}). Tunggu sampai mereka selesai, atau kembalikan.",
        "The new rules no longer have a room or desk that is still in use ({where}). Wait until they are done, or put it back.",
    )


class NoRule(Refused):
    """A table of a rulebook that was never proven has no rule for this patient."""

    sentence = Text(
        'Tabel "{table}" tidak punya aturan untuk pasien ini. Lengkapi buku aturan.',
        'The table "{table}" has no rule for this patient. Complete the rulebook.',
    )


class BadFact(Invalid):
    """A fact that the rulebook's vocabulary does not allow. `fact` is its name, `label` what people call it."""

    sentence = Text(
        "Data {label}: {found} tidak dapat dipakai. {remedy}",
        "Fact {label}: {found} cannot be used. {remedy}",
    )

    @property
    def place(self) -> str | None:
        name = self.facts.get("fact")
        return f"facts.{name}" if name else None


# Desks


class DeskIsClosed(Refused):
    field = "desk"
    sentence = Text(
        "Meja {desk} di {station} belum dibuka. Buka meja dulu.",
        "Desk {desk} at {station} is not open. Open the desk first.",
    )


class DeskBusy(Refused):
    field = "desk"
    sentence = Text(
        "Meja {desk} di {station} masih menangani {ticket}. Selesaikan, tahan, atau pindahkan dulu.",
        "Desk {desk} at {station} still has {ticket}. Finish, hold or transfer first.",
    )


# Stops


class NobodyWaiting(Refused):
    field = "station"
    sentence = Text(
        "Tidak ada yang dapat dipanggil di {station} sekarang.",
        "There is nobody to call at {station} now.",
    )


class BusyElsewhere(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sedang di {station}. Gilirannya di sini tetap tersimpan.",
        "{ticket} is at {station} now. The place in this queue is kept.",
    )


class NotPossibleNow(Refused):
    """The lifecycle has no such step from where the stop stands."""

    field = "visit"
    sentence = Text(
        "{ticket} di {station} berstatus {status}; {wanted} tidak dapat dilakukan dari situ.",
        "{ticket} at {station} is {status}; {wanted} is not possible from there.",
    )


class NoSuchStop(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} tidak punya singgahan yang dapat diubah menjadi {wanted}.",
        "{ticket} has no stop that can be {wanted}.",
    )


class NotInLine(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} tidak sedang menunggu di {station}.",
        "{ticket} is not waiting at {station}.",
    )


class SameVisitTwice(Invalid):
    field = "second"
    sentence = Text(
        "{ticket} disebut dua kali. Pilih dua kunjungan yang berbeda.",
        "{ticket} is named twice. Choose two different visits.",
    )


class WhichStation(Invalid):
    field = "station"
    sentence = Text(
        "{ticket} terbuka di beberapa pos ({allowed}). Sebutkan pos yang dimaksud.",
        "{ticket} is open at several stations ({allowed}). Say which one is meant.",
    )


class SameStation(Invalid):
    field = "to"
    sentence = Text(
        "{ticket} sudah berada di {station}.",
        "{ticket} is already at {station}.",
    )


class AlreadyGoingThere(Refused):
    field = "to"
    sentence = Text(
        "{ticket} sudah punya giliran di {station}.",
        "{ticket} already has a place at {station}.",
    )


class NotServedHere(Refused):
    field = "station"
    sentence = Text(
        "{ticket} belum dilayani di {station}. Layani dulu, lalu ulangi.",
        "{ticket} has not been served at {station}. Serve first, then try again.",
    )


class NotOrdered(Refused):
    field = "station"
    sentence = Text(
        "{ticket} tidak punya permintaan ke {station} yang dapat dibatalkan. Yang direncanakan aturan berubah lewat data rute.",
        "{ticket} has no order for {station} that could be cancelled. What the rules planned changes with the facts.",
    )


class NotDoneInRoom(Invalid):
    field = "done_here"
    sentence = Text(
        "{order} tidak dapat dikerjakan di {station}, atau tidak diminta. Yang dapat: {allowed}.",
        "{order} can't be done at {station}, or was not ordered. What can be: {allowed}.",
    )


class DeskHasThem(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sedang di meja {desk}, {station}. Serahkan ke meja lain dari sana.",
        "{ticket} is at desk {desk}, {station}. Hand over to another desk from there.",
    )


class NotAnEmergency(Invalid):
    field = "facts"
    sentence = Text(
        "Menurut aturan, data ini bukan gawat darurat. Beri nomor antrean seperti biasa.",
        "By the rules these facts are no emergency. Issue a number as usual.",
    )


class NotRegistered(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} belum didaftarkan. Isi data pasien dulu, lalu selesaikan.",
        "{ticket} is not registered. Enter the patient first, then finish.",
    )


class AlreadyRegistered(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sudah didaftarkan untuk pasien lain.",
        "{ticket} is already registered for another patient.",
    )


class PatientIsInside(Refused):
    field = "patient"
    sentence = Text(
        "Pasien ini masih dalam kunjungan {ticket}. Selesaikan kunjungan itu dulu.",
        "This patient is still inside with {ticket}. Finish that visit first.",
    )


# Handing on


class DestinationNeeded(Invalid):
    field = "destination"
    sentence = Text(
        "Cara pulang {outcome} perlu tujuan. Pilih salah satu: {allowed}.",
        "The outcome {outcome} needs a destination. Choose one of: {allowed}.",
    )


class UnknownDestination(Invalid):
    field = "destination"
    sentence = Text(
        "{destination} bukan tujuan untuk cara pulang {outcome}. Yang ada: {allowed}.",
        "{destination} is no destination for the outcome {outcome}. There are: {allowed}.",
    )


class ReasonNeeded(Invalid):
    field = "reason"
    sentence = Text(
        "Tulis alasan rujukan, supaya yang menerima tahu.",
        "Write why the patient is referred, so that who takes over knows.",
    )


# Families


class OneIsNoFamily(Invalid):
    field = "with"
    sentence = Text(
        "Keluarga terdiri dari sedikitnya dua nomor. Sebutkan nomor yang lain.",
        "A family is two numbers at least. Name another one.",
    )


class FamilyTooLarge(Refused):
    field = "with"
    sentence = Text(
        "Paling banyak {most} nomor dapat dijadikan satu keluarga; ini {count}. Bagi menjadi dua keluarga.",
        "At most {most} numbers can be one family; these are {count}. Make two families of them.",
    )


class NotLinked(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} tidak terhubung dengan nomor lain.",
        "{ticket} is not linked to any other number.",
    )


# Bookings


class NoBookings(Refused):
    sentence = Text(
        "Menurut aturan, rumah ini tidak menerima janji. Ambil nomor pada hari kedatangan.",
        "By its rules this house takes no bookings. Take a number on the day.",
    )


class BookedInThePast(Invalid):
    field = "day"
    sentence = Text(
        "Hari {day} sudah lewat. Pilih hari lain.",
        "The day {day} has passed. Choose another day.",
    )


class BookedTooFarAhead(Invalid):
    field = "day"
    sentence = Text(
        "Janji paling jauh dapat dibuat sampai {last}; {day} terlalu jauh.",
        "Bookings can be made up to {last}; {day} is too far ahead.",
    )


class ClosedThatDay(Invalid):
    field = "day"
    sentence = Text(
        "Pada {day} tidak ada pelayanan. Pilih hari lain.",
        "There is no service on {day}. Choose another day.",
    )


class NoSuchSlot(Invalid):
    field = "slot"
    sentence = Text(
        "Tidak ada jam janji {slot} pada {day}. Yang ada: {allowed}.",
        "There is no slot {slot} on {day}. There are: {allowed}.",
    )


class SlotIsPast(Refused):
    field = "slot"
    sentence = Text(
        "Jam {slot} sudah lewat. Yang masih ada: {free}.",
        "{slot} has passed. Still free: {free}.",
    )


class SlotIsFull(Refused):
    field = "slot"
    sentence = Text(
        "Jam {slot} pada {day} sudah penuh. Yang masih ada: {free}.",
        "{slot} on {day} is full. Still free: {free}.",
    )


class DayIsFull(Refused):
    field = "day"
    sentence = Text(
        "Janji untuk {day} sudah penuh ({quota}). Pilih hari lain.",
        "The bookings for {day} are full ({quota}). Choose another day.",
    )


class BookedAlready(Refused):
    field = "patient"
    sentence = Text(
        "Pasien ini sudah punya janji pada {day} ({name}, {slot}). Batalkan yang itu dulu bila perlu diganti.",
        "This patient has a booking on {day} already ({name}, {slot}). Cancel that one first to change it.",
    )


class IsExpected(Refused):
    """A new number for somebody who has booked for today."""

    field = "patient"
    sentence = Text(
        "Pasien ini punya janji hari ini ({name}, {slot}). Catat kedatangannya dari daftar janji.",
        "This patient has a booking for today ({name}, {slot}). Check them in from the list of bookings.",
    )


class CodeTaken(Refused):
    field = "code"
    sentence = Text(
        "Kode janji ini sudah dipakai. Silakan ulangi.",
        "This booking code is taken. Please try again.",
    )


class UnknownBooking(Missing):
    field = "code"
    sentence = Text(
        "Tidak ada janji {booking} pada {day}. Periksa kode dan tanggalnya.",
        "There is no booking {booking} on {day}. Check the code and the date.",
    )


class NotArrived(Refused):
    field = "visit"
    sentence = Text(
        "{name} belum datang. Catat kedatangannya dulu dari daftar janji.",
        "{name} has not come yet. Check them in from the list of bookings first.",
    )


class HasArrived(Refused):
    field = "visit"
    sentence = Text(
        "{name} sudah datang dengan nomor {ticket}.",
        "{name} has come already, with the number {ticket}.",
    )


class BookingIsOver(Refused):
    field = "visit"
    sentence = Text(
        "{name} sudah berakhir ({outcome}). Beri nomor seperti biasa.",
        "{name} is over ({outcome}). Issue a number as usual.",
    )


# Mistakes


class SomethingFollowed(Refused):
    field = "position"
    sentence = Text(
        "Sesudah itu {ticket} sudah bergerak lagi, jadi tidak dapat diurungkan. Lihat keadaannya sekarang.",
        "{ticket} has moved on since, so it can't be undone. Look at where it is now.",
    )


class NothingToUndo(Refused):
    field = "position"
    sentence = Text(
        "Yang terakhir terjadi pada {ticket} tidak dapat diurungkan.",
        "What happened last to {ticket} can't be undone.",
    )


class NotDoneHere(Refused):
    field = "station"
    sentence = Text(
        "Tindakan terakhir pada {ticket} dilakukan di {station}. Urungkan dari sana.",
        "The last thing done to {ticket} was done at {station}. Undo it from there.",
    )


class StillAtADesk(Refused):
    field = "double"
    sentence = Text(
        "{ticket} sedang di {station}. Selesaikan dulu di sana, atau gabungkan {kept} ke {ticket}.",
        "{ticket} is at {station} now. Finish there first, or merge {kept} into {ticket}.",
    )


class AlreadyBegun(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sudah pernah dipanggil, jadi nomornya tidak dapat dibatalkan. Akhiri kunjungannya dengan cara pulang.",
        "{ticket} has been called already, so the number can't be void. End the visit with an outcome.",
    )


class OrdersAndLeaving(Invalid):
    field = "outcome"
    sentence = Text(
        "Cara pulang {outcome} mengakhiri kunjungan sekarang juga, jadi tidak bisa bersama permintaan. Pilih salah satu.",
        "The outcome {outcome} ends the visit at once, so it cannot come with orders. Choose one of them.",
    )


class NothingToReview(Invalid):
    field = "review"
    sentence = Text(
        "Konsultasi ulang perlu permintaan yang ditunggu hasilnya. Pilih permintaan dulu.",
        "A review needs an order to wait for. Choose an order first.",
    )


# The door


class KeyReused(Invalid):
    field = "Idempotency-Key"
    sentence = Text(
        "Kunci perintah ini sudah dipakai untuk permintaan lain. Pakai kunci baru.",
        "This command key was already used for another request. Use a new key.",
    )


class NotSaved(Refused):
    sentence = Text(
        "Perintah ini belum dapat disimpan. {reason}",
        "This could not be saved yet. {reason}",
    )


class TooBusy(Refused):
    sentence = Text(
        "Terlalu banyak perubahan bersamaan. Tidak ada yang berubah; silakan ulangi.",
        "Too many changes at once. Nothing was changed; please try again.",
    )
