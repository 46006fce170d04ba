"""The words for what happens at a station"""

from typing import assert_never

from flow.engine import events as e
from flow.engine.deadlines import SCHEDULER
from flow.engine.lifecycle import Status
from flow.engine.telling.lasting import NOTHING, after, lasted
from flow.engine.telling.phrases import Phrase, Topic, with_reason
from flow.engine.telling.thread import Thread
from flow.engine.text import Text
from flow.engine.visits import Alert

CALLED = Text(
    "Dipanggil ke {station}, meja {desk}{after}", "Called to {station}, desk {desk}{after}"
)
PASSED_OVER = Text("; {count} orang di depannya dilewati", "; {count} ahead in line passed over")
TOGETHER = Text("; bersama {names}", "; together with {names}")
AFTER_WAITING = Text(", setelah menunggu {lasted}", ", after waiting for {lasted}")
RECALLED = Text(
    "Dipanggil lagi ke {station}, meja {desk} (panggilan ke-{calls})",
    "Called again to {station}, desk {desk} (call number {calls})",
)
HANDED_OVER = Text(
    "Diserahkan dari meja {old} ke meja {desk} di {station}",
    "Handed over from desk {old} to desk {desk} at {station}",
)
STARTED = Text("Mulai dilayani di {station}{after}", "Service began at {station}{after}")
AFTER_THE_CALL = Text(", {lasted} setelah dipanggil", ", {lasted} after the call")
FINISHED = Text("Selesai di {station}{after}{orders}", "Done at {station}{after}{orders}")
SERVED = Text(" setelah {lasted}", " after {lasted}")
ORDERS = Text("; permintaan: {orders}", "; ordered: {orders}")
MISSED = Text("Tidak datang ke {station}{after}", "Did not come to {station}{after}")
MISSED_BY_ITSELF = Text(
    "{missed}; otomatis ditandai tidak hadir", "{missed}; marked absent automatically"
)
RETURNED = Text("Kembali ke antrean {station}{after}", "Back in line at {station}{after}")
COUNTS_ANEW = Text("; waktu tunggu dihitung dari awal", "; the waiting counts anew")
COUNTS = Text("; dihitung menunggu {lasted}", "; counts as {lasted} of waiting")
AFTER_BEING_AWAY = Text(", setelah {lasted}", ", after {lasted}")
HELD = Text("Ditahan di {station}{after}", "Held at {station}{after}")
AFTER_SERVICE = Text(", setelah dilayani {lasted}", ", after {lasted} of service")
RESUMED = Text(
    "Tidak lagi ditahan, kembali ke antrean {station}{after}",
    "No longer held, back in line at {station}{after}",
)
TRANSFERRED = Text(
    "Dipindahkan dari {station} ke {to}{after}", "Transferred from {station} to {to}{after}"
)
LONG = {
    Alert.LONG_WAIT: (
        Topic.WAITING,
        Text(
            "Menunggu lebih dari {minutes} menit di {station}",
            "Has waited for more than {minutes} min at {station}",
        ),
    ),
    Alert.LONG_SERVICE: (
        Topic.SERVED,
        Text(
            "Dilayani lebih dari {minutes} menit di {station}",
            "Has been served for more than {minutes} min at {station}",
        ),
    ),
    Alert.LONG_HOLD: (
        Topic.HELD,
        Text(
            "Ditahan lebih dari {minutes} menit di {station}",
            "Has been held for more than {minutes} min at {station}",
        ),
    ),
}
CONFIRMED = Text("Masih dilayani di {station}", "Still being served at {station}")
CANCELLED = Text("Permintaan {order} dibatalkan", "The order {order} was cancelled")
DONE_IN_ROOM = Text("{station} dikerjakan di {room}", "{station} done at {room}")
FOR_DESK = Text("Di {station} menunggu meja {desk}", "Waits at {station} for desk {desk}")
FOR_ANY_DESK = Text("Di {station} menunggu meja mana pun", "Waits at {station} for any desk")
RANKED = Text("Di {station} kini menunggu sebagai {label}", "Waits at {station} as {label} now")
CREDITED = Text(
    "Di {station} dihitung sudah menunggu {lasted}",
    "Counts as having waited at {station} for {lasted}",
)


def said(event: e.StopEvent, thread: Thread) -> Phrase | None:
    """The words for one event, told before it is followed; None for what is told with where the patient goes from here."""
    stop = thread.stop(event)
    about = _about(event, thread)
    if about is None:
        return None
    topic, words = about
    desk = event.desk if isinstance(event, e.PatientCalled | e.PatientHandedOver) else stop.desk
    at_desk = topic in (Topic.CALLED, Topic.SERVED)
    return Phrase(topic=topic, said=words, station=stop.station, desk=desk or "" if at_desk else "")


def _about(event: e.StopEvent, thread: Thread) -> tuple[Topic, Text] | None:
    stop, at = thread.stop(event), event.at
    name = thread.name(stop)

    def since(words: Text, status: Status) -> Text:
        return after(words, thread.since(stop, status), at)

    served = after(AFTER_SERVICE, stop.started_at, at) if stop.status is Status.SERVING else NOTHING
    match event:
        case e.StopQueued() | e.StopConfirmed() | e.StopShared() | e.StopSkipped():
            return None
        case e.StopRanked():
            label = thread.rulebook.label(event.priority)
            return Topic.WAITING, RANKED.filled(station=name, label=label)
        case e.StopCredited():
            length = lasted(event.since, at)
            return Topic.WAITING, CREDITED.filled(station=name, lasted=length)
        case e.StopAssigned():
            words = FOR_DESK if event.desk else FOR_ANY_DESK
            return Topic.WAITING, words.filled(station=name, desk=event.desk)
        case e.PatientCalled():
            waited = since(AFTER_WAITING, Status.WAITING)
            words = CALLED.filled(station=name, desk=event.desk, after=waited)
            return Topic.CALLED, _out_of_turn(words, event)
        case e.PatientRecalled():
            calls = stop.calls + 1
            return Topic.CALLED, RECALLED.filled(station=name, desk=stop.desk, calls=calls)
        case e.PatientHandedOver():
            words = HANDED_OVER.filled(station=name, old=stop.desk, desk=event.desk)
            return Topic.CALLED if stop.status is Status.CALLED else Topic.SERVED, words
        case e.ServiceStarted():
            called = after(AFTER_THE_CALL, stop.called_at, at)
            return Topic.SERVED, STARTED.filled(station=name, after=called)
        case e.ServiceConfirmed():
            return Topic.SERVED, CONFIRMED.filled(station=name)
        case e.AlertRaised():
            topic, words = LONG[event.alert]
            return topic, words.filled(minutes=event.minutes, station=name)
        case e.ServiceFinished():
            length = after(SERVED, stop.started_at, at)
            orders = _orders(event.orders, thread)
            return Topic.SERVED, FINISHED.filled(station=name, after=length, orders=orders)
        case e.StopUnshared():
            cancelled = CANCELLED.filled(order=thread.rulebook.label(event.order))
            return Topic.ORDERED, with_reason(cancelled, event.reason)
        case e.StopDoneInRoom():
            room = thread.rulebook.station_name(event.station)
            return Topic.SERVED, DONE_IN_ROOM.filled(station=name, room=room)
        case e.PatientMissed():
            called = after(AFTER_THE_CALL, stop.called_at, at)
            missed = MISSED.filled(station=name, after=called)
            by_itself = MISSED_BY_ITSELF.filled(missed=missed)
            return Topic.ABSENT, by_itself if thread.by == SCHEDULER else missed
        case e.PatientReturned():
            words = RETURNED.filled(station=name, after=since(AFTER_BEING_AWAY, Status.ABSENT))
            return Topic.ABSENT, Text.joined((words, _counted(event)), "")
        case e.StopHeld():
            words = HELD.filled(station=name, after=served)
            return Topic.HELD, with_reason(words, event.reason)
        case e.StopResumed():
            return Topic.HELD, RESUMED.filled(
                station=name, after=since(AFTER_BEING_AWAY, Status.HELD)
            )
        case e.StopTransferred():
            to = thread.rulebook.station_name(event.to)
            words = TRANSFERRED.filled(station=name, to=to, after=served)
            return Topic.MOVED, with_reason(words, event.reason)
        case _:
            assert_never(event)


def _out_of_turn(words: Text, event: e.PatientCalled) -> Text:
    over = PASSED_OVER.filled(count=event.passed_over) if event.passed_over else NOTHING
    named = ", ".join(one.name for one in event.companions)
    together = TOGETHER.filled(names=named) if named else NOTHING
    return with_reason(Text.joined((words, together, over), ""), event.reason)


def _counted(event: e.PatientReturned) -> Text:
    """What counts of the waiting from now on, where the rules say something else than all of it."""
    if event.since is None:
        return NOTHING
    counted = after(COUNTS, event.since, event.at)
    return COUNTS_ANEW if counted == NOTHING else counted


def _orders(orders: tuple[str, ...], thread: Thread) -> Text:
    if not orders:
        return NOTHING
    return ORDERS.filled(orders=Text.joined(map(thread.rulebook.label, orders)))
