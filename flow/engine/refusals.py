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
        "Hari layanan {day} sudah dibuka. Muat ulang halaman, lalu lanjutkan.",
        "The service day {day} is already open. Reload the page and go on.",
    )


class DayIsOver(Refused):
    sentence = Text(
        "Hari layanan {day} sudah lewat; hari yang terakhir adalah {last}. Periksa jam komputer.",
        "The service day {day} has passed; the last one is {last}. Check the computer's clock.",
    )


class DayIsLongOver(Refused):
    """Two days after a day was opened nobody works in it: it was left open, or the clock is wrong."""

    sentence = Text(
        "Hari layanan {day} dibuka lebih dari dua hari sebelum jam komputer sekarang ({now}). "
        "Betulkan jam komputer; bila jamnya benar, tutup hari itu dan buka hari ini.",
        "The service day {day} was opened more than two days before what the computer's clock says ({now}). "
        "Put the clock right; if it is right, close that day and open today.",
    )


# Who and where


class UnknownVisit(Missing):
    field = "visit"
    sentence = Text(
        "Tidak ada kunjungan {visit} pada hari ini. Periksa nomornya, atau muat ulang halaman.",
        "There is no visit {visit} today. Check the number, or reload the page.",
    )


class NotOnRecord(UnknownVisit):
    """The journal, on whatever day, holds no such visit (any more)."""

    sentence = Text(
        "Kunjungan {visit} tidak ada dalam catatan. Periksa nomornya; bila harinya sudah diarsipkan, minta "
        "admin mengembalikannya dari halaman Arsip (/admin/arsip, atau alur unarchive).",
        "There is no visit {visit} on record. Check the number; if its day has been archived, ask an admin "
        "to bring it back on the page Archive (/admin/arsip, or alur unarchive).",
    )


class VisitAlreadyKnown(Refused):
    field = "visit"
    sentence = Text(
        "Kunjungan {visit} sudah ada. Muat ulang halaman, lalu lanjutkan dengan kunjungan itu.",
        "Visit {visit} exists already. Reload the page and go on with it.",
    )


class VisitIsOver(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sudah selesai berkunjung ({outcome}). Urungkan bila itu keliru; beri nomor baru bila pasien datang lagi.",
        "{ticket} has already left ({outcome}). Undo that if it was a mistake; issue a new number if the patient has come again.",
    )


class UnknownStation(Missing):
    field = "station"
    sentence = Text(
        "Tidak ada pos {station}. Pilih salah satu: {allowed}.",
        "There is no station {station}. Choose one of: {allowed}.",
    )


class UnknownBoard(Missing):
    field = "code"
    sentence = Text(
        "Tidak ada papan {board}. Pilih salah satu: {allowed}.",
        "There is no board {board}. Choose one of: {allowed}.",
    )


class UnknownDesk(Missing):
    field = "desk"
    sentence = Text(
        "{station} tidak punya meja {desk}. Pilih salah satu: {allowed}.",
        "{station} has no desk {desk}. Choose one of: {allowed}.",
    )


class UnknownOrder(Invalid):
    field = "orders"
    sentence = Text(
        "Permintaan {order} tidak tersedia di {station}. Pilih yang tersedia: {allowed}.",
        "The order {order} is not offered at {station}. Choose what is: {allowed}.",
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


class RoomIsGone(Refused):
    """What is taken back would lead to a room that the rules in force no longer have."""

    sentence = Text(
        "{ticket} tidak dapat dikembalikan: ruang {station} tidak ada lagi dalam aturan yang berlaku. Pindahkan ke ruang lain.",
        "{ticket} can't go back: the rules in force no longer have the room {station}. Move the patient to another room.",
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
        "Tidak ada yang dapat dipanggil di {station} sekarang. Lihat yang ditahan dan yang tidak hadir, atau "
        "tunggu yang berikutnya.",
        "There is nobody to call at {station} now. Look at who is held or absent, or wait for the next one.",
    )


class BusyElsewhere(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sedang di {station}. Panggil yang lain dulu; gilirannya di sini tetap tersimpan.",
        "{ticket} is at {station} now. Call somebody else first; the place in this line is kept.",
    )


class NotPossibleNow(Refused):
    """The lifecycle has no such step from where the stop stands."""

    field = "visit"
    sentence = Text(
        "{ticket} {status} di {station}, jadi tidak dapat {wanted}. {remedy}",
        "{ticket} is {status} at {station} and can't be {wanted}. {remedy}",
    )


class NoSuchStop(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} tidak dapat {wanted} dari sini; sekarang {standing}. Lanjutkan dari sana.",
        "{ticket} can't be {wanted} from here; now {standing}. Go on from there.",
    )


class NotInLine(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} tidak sedang menunggu di {station}. Pilih nomor yang ada dalam antreannya.",
        "{ticket} is not waiting at {station}. Choose a number that is in its line.",
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
        "{ticket} ada di beberapa pos ({allowed}). Sebutkan pos yang dimaksud.",
        "{ticket} is at several stations ({allowed}). Say which one is meant.",
    )


class SameStation(Invalid):
    field = "to"
    sentence = Text(
        "{ticket} sudah berada di {station}. Pilih pos lain.",
        "{ticket} is already at {station}. Choose another station.",
    )


class AlreadyGoingThere(Refused):
    field = "to"
    sentence = Text(
        "{ticket} sudah punya giliran di {station}. Tunggu panggilan dari sana; tidak perlu dikirim lagi.",
        "{ticket} already has a place at {station}. Wait for the call from there; sending again is not needed.",
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
        "{ticket} tidak punya permintaan ke {station} yang dapat dibatalkan. Ubah data rute bila rencana menurut aturan keliru.",
        "{ticket} has no order for {station} that could be cancelled. Change the routing facts if what the rules planned is wrong.",
    )


class NotDoneInRoom(Invalid):
    field = "done_here"
    sentence = Text(
        "{order} tidak dapat dikerjakan di {station}, atau tidak diminta. Pilih yang dapat: {allowed}.",
        "{order} can't be done at {station}, or was not ordered. Choose what can be: {allowed}.",
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
        "{ticket} sudah didaftarkan untuk pasien lain. Periksa nomornya; bila pasiennya keliru, pakai “Salah orang”.",
        "{ticket} is already registered for another patient. Check the number; if it is the wrong patient, use “Wrong person”.",
    )


class PatientIsInside(Refused):
    field = "patient"
    sentence = Text(
        "Pasien ini masih dalam kunjungan {ticket}. Selesaikan kunjungan itu dulu.",
        "This patient is still inside with {ticket}. Finish that visit first.",
    )


class HasAnotherNumber(Refused):
    field = "patient"
    sentence = Text(
        "Pasien ini di dalam dengan nomor {other}. Tukar keduanya bila tertukar dengan {ticket}, "
        "atau gabungkan bila satu orang punya dua nomor.",
        "This patient is inside with {other}. Exchange the two if they were mixed up with {ticket}, "
        "or merge them if one person has two numbers.",
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
        "{destination} bukan tujuan untuk cara pulang {outcome}. Pilih yang ada: {allowed}.",
        "{destination} is no destination for the outcome {outcome}. Choose what there is: {allowed}.",
    )


class ReasonNeeded(Invalid):
    field = "reason"
    sentence = Text(
        "Alasannya belum ditulis. Tulis mengapa pasien dirujuk atau diserahkan, supaya yang menerima tahu.",
        "The reason is missing. Write why the patient is referred or handed on, so that who takes over knows.",
    )


class CallReasonNeeded(Invalid):
    field = "reason"
    sentence = Text(
        "{ticket} dipanggil di luar giliran: {count} orang di depannya dilewati. Tulis alasannya, atau panggil yang berikutnya.",
        "{ticket} is called out of turn: {count} ahead in line are passed over. Write why, or call the next one.",
    )


class ListReasonNeeded(Invalid):
    field = "reason"
    sentence = Text(
        "{ticket} ada di daftar tunggu: kuota {station} hari ini sudah penuh. Tulis alasan memanggilnya.",
        "{ticket} is on the waiting list: today's quota of {station} is full. Write why they are called.",
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
        "{ticket} tidak terhubung dengan nomor lain. Hubungkan dulu bila mereka datang bersama.",
        "{ticket} is not linked to any other number. Link them first if they came together.",
    )


# Bookings


class NoBookings(Refused):
    sentence = Text(
        "Menurut aturan, di sini tidak ada janji. Ambil nomor pada hari kedatangan.",
        "By the rules there are no bookings here. Take a number on the day.",
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
        "{day} terlalu jauh. Pilih hari sampai dengan {last}.",
        "{day} is too far ahead. Choose a day up to {last}.",
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
        "Tidak ada jam janji {slot} pada {day}. Pilih jam lain (yang ada: {allowed}), atau hari lain.",
        "There is no slot {slot} on {day}. Choose another one (there are: {allowed}), or another day.",
    )


class SlotIsPast(Refused):
    field = "slot"
    sentence = Text(
        "Jam {slot} sudah lewat. Pilih jam lain (masih ada: {free}), atau hari lain.",
        "{slot} has passed. Choose another slot (still free: {free}), or another day.",
    )


class SlotIsFull(Refused):
    field = "slot"
    sentence = Text(
        "Jam {slot} pada {day} sudah penuh. Pilih jam lain (masih ada: {free}), atau hari lain.",
        "{slot} on {day} is full. Choose another slot (still free: {free}), or another day.",
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
        "Kode janji ini sudah dipakai. Ulangi dengan kode lain.",
        "This booking code is taken. Try again with another code.",
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
        "{name} sudah datang dengan nomor {ticket}. Lanjutkan dengan nomor itu.",
        "{name} has come already, with the number {ticket}. Go on with that number.",
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
        "Sesudah itu sudah ada langkah lain untuk {ticket}, jadi tidak dapat diurungkan. Lihat keadaannya sekarang.",
        "Something else has been done to {ticket} since, so this can't be undone. Look at where it is now.",
    )


class NothingToUndo(Refused):
    field = "position"
    sentence = Text(
        "Yang terakhir terjadi pada {ticket} tidak dapat diurungkan. Perbaiki dari keadaannya sekarang: "
        "panggil, pindahkan, atau akhiri kunjungannya.",
        "What happened last to {ticket} can't be undone. Go on from where it stands now: call, transfer, or end the visit.",
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


class FurtherOn(Refused):
    field = "double"
    sentence = Text(
        "{ticket} sudah lebih jauh ({stations}). Supaya tidak ada yang hilang, gabungkan {kept} ke {ticket}.",
        "{ticket} is further on ({stations}). So that nothing is lost, merge {kept} into {ticket}.",
    )


class TwoPatients(Invalid):
    field = "reason"
    sentence = Text(
        "{kept} dan {ticket} terdaftar sebagai dua pasien. Tulis mengapa keduanya orang yang sama.",
        "{kept} and {ticket} are registered as two patients. Write why they are the same person.",
    )


class AlreadyBegun(Refused):
    field = "visit"
    sentence = Text(
        "{ticket} sudah pernah dipanggil, jadi nomornya tidak dapat dibatalkan. Akhiri kunjungannya lewat cara pulang.",
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
        "Terlalu banyak perubahan bersamaan, jadi perintah ini belum dijalankan. Ulangi sebentar lagi.",
        "Too many changes at once, so this was not carried out. Try again in a moment.",
    )
