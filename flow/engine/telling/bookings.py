"""The words for a booking: made, called off, missed, kept"""

from flow.engine import events as e
from flow.engine.telling.phrases import Phrase, Topic, with_reason
from flow.engine.telling.thread import Thread
from flow.engine.text import Text, said_slot

BOOKED = Text("Janji dibuat untuk {day}, {slot}{channel}", "Booked for {day}, {slot}{channel}")
CHANNEL = Text(" (lewat {channel})", " (by way of {channel})")
CHANNELS = {"loket": Text("loket", "the counter"), "telepon": Text("telepon", "telephone")}
CALLED_OFF = Text("Janji dibatalkan", "The booking was cancelled")
MISSED = Text("Tidak datang pada hari janji", "Did not come on the day booked")
CAME = Text("Datang sesuai janji", "Came as booked")
CAME_IN_TIME = Text(
    "Datang untuk janji {slot}, tepat waktu", "Came for the booking at {slot}, in time"
)
CAME_LATE = Text("Datang untuk janji {slot}, terlambat", "Came for the booking at {slot}, late")
REOPENED = Text(
    "Yang datang ternyata orang lain; janji ini berlaku lagi",
    "It was somebody else who came; this booking stands again",
)
GIVEN_BACK = Text(
    "Yang datang bukan pemilik janji; janjinya berlaku lagi",
    "Not the one who had booked has come; the booking stands again",
)
CONTINUES_NONE = Text("Tidak meneruskan kunjungan sebelumnya", "Does not continue an earlier visit")
CONTINUES = Text("Meneruskan kunjungan sebelumnya", "Continues an earlier visit")


def booked(event: e.VisitBooked) -> Phrase:
    asked = CHANNELS.get(event.channel, Text(event.channel, event.channel))
    channel = CHANNEL.filled(channel=asked) if event.channel else ""
    said = BOOKED.filled(day=event.day, slot=said_slot(event.slot), channel=channel)
    if event.follows is not None:
        said = Text.joined((said, CONTINUES), ". ")
    return Phrase(topic=Topic.BOOKED, said=said)


def not_kept(event: e.BookingCancelled | e.BookingMissed) -> Phrase:
    if isinstance(event, e.BookingMissed):
        return Phrase(topic=Topic.ENDED, said=MISSED)
    return Phrase(topic=Topic.ENDED, said=with_reason(CALLED_OFF, event.reason, event.because))


def kept(event: e.BookedPatientArrived, thread: Thread) -> Phrase:
    return Phrase(topic=Topic.ARRIVED, said=_came(event, thread))


def kept_by_the_double(event: e.AppointmentKept, thread: Thread) -> Phrase:
    return Phrase(topic=Topic.CORRECTED, said=_came(event, thread))


def _came(event: e.BookedPatientArrived | e.AppointmentKept, thread: Thread) -> Text:
    slot_at = event.appointment.slot_at
    if slot_at is None:
        return CAME
    came = CAME_IN_TIME if event.appointment.on_time else CAME_LATE
    slot = said_slot(slot_at.astimezone(thread.rulebook.zone).time())
    return came.filled(slot=slot)


def continues() -> Phrase:
    return Phrase(topic=Topic.CORRECTED, said=CONTINUES)


def reopened() -> Phrase:
    return Phrase(topic=Topic.CORRECTED, said=REOPENED)


def given_back() -> Phrase:
    return Phrase(topic=Topic.CORRECTED, said=GIVEN_BACK)


def continues_none() -> Phrase:
    return Phrase(topic=Topic.CORRECTED, said=CONTINUES_NONE)
