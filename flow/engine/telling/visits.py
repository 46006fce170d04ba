"""The words for what happens to the visit as a whole"""

from collections.abc import Iterator
from typing import assert_never

from flow.engine import events as e
from flow.engine import tickets, words
from flow.engine.facts import ARRIVED, Kind
from flow.engine.telling import bookings
from flow.engine.telling.lasting import after
from flow.engine.telling.phrases import Phrase, Topic, with_reason
from flow.engine.telling.thread import Thread
from flow.engine.text import Text
from flow.engine.vocabulary import Vocabulary

CAME_IN = Text("Datang", "Arrived")
CARRIED_IN = Text("Masuk sebagai gawat darurat", "Came in as an emergency")
STAYED = Text(
    "Masih di sini dari hari sebelumnya sebagai {ticket}: {standing}",
    "Still here from the day before as {ticket}: {standing}",
)
NUMBERED = Text("Nomor {ticket}", "Number {ticket}")
REGISTERED = Text("Didaftarkan", "Registered")
ANOTHER_PERSON = Text(
    "Ternyata orang lain; datanya diganti", "Another person; the identity was corrected"
)
KNOWN = Text("Data rute: {facts}", "Routing facts: {facts}")
FORGOTTEN = Text("{label}: tidak diketahui lagi", "{label}: no longer known")
SAID = Text("{label}: {value}", "{label}: {value}")
NO = Text("tidak", "no")
CLASSIFIED = Text(
    "Kelas {label}, klaster {cluster}: {because}", "Class {label}, cluster {cluster}: {because}"
)
BANDS = Text("; kelompok: {labels}", "; groups: {labels}")
FLAGS = Text("; tanda: {labels}", "; flags: {labels}")
WILL_END = Text("Cara pulang: {outcome}", "Outcome: {outcome}")
ORDERED = Text("{station} menambah permintaan: {orders}", "{station} added orders: {orders}")
ENDED = Text("Kunjungan berakhir: {outcome}{after}", "The visit ended: {outcome}{after}")
HANDED_ON = Text("{outcome} ke {name}", "{outcome} to {name}")
IN_ALL = Text(", setelah {lasted}", ", after {lasted}")
MERGED_AWAY = Text(
    "Nomor ganda: digabung dengan nomor lain, yang tetap dipakai",
    "A double number: merged with another one, which stays in use",
)
MERGED_HERE = Text(
    "Nomor ganda milik orang yang sama digabung ke nomor ini",
    "A double number of the same person was merged into this one",
)
CAME = Text("Datang {with_whom}", "Came {with_whom}")
NOW = Text("Sekarang {with_whom}", "Now {with_whom}")
TOGETHER = Text("bersama {others}; dipanggil bersama", "with {others}; called together")
APART = Text("bersama {others}; dipanggil satu per satu", "with {others}; called one by one")
ALONE = Text("Tidak lagi terhubung dengan nomor lain", "No longer linked to other numbers")
VOIDED = Text("Nomor dibatalkan", "The number is void")
TAKEN_BACK = Text(
    "Diurungkan: {action}. Kembali seperti semula: {standing}",
    "Undone: {action}. As before: {standing}",
)


def said(event: e.VisitEvent, thread: Thread) -> Phrase | None:
    """The words for one event, told before it is followed; None for what is told with where the patient goes from here."""
    match event:
        case e.VisitBooked():
            return bookings.booked(event)
        case e.BookingCancelled() | e.BookingMissed():
            return bookings.not_kept(event)
        case e.BookingReopened():
            return bookings.reopened()
        case e.BookingGivenBack():
            return bookings.given_back()
        case e.BookedPatientArrived():
            return bookings.kept(event, thread)
        case e.AppointmentKept():
            return bookings.kept_by_the_double(event, thread)
        case e.VisitContinued():
            return bookings.continues()
        case e.ThreadCut():
            return bookings.continues_none()
        case e.VisitOpened():
            return _arrived(CARRIED_IN if event.emergency else CAME_IN)
        case e.VisitCarriedIn():
            standing = words.standing(event.state, thread.rulebook)
            return _arrived(STAYED.filled(ticket=event.state.name, standing=standing))
        case e.TicketIssued():
            return _arrived(NUMBERED.filled(ticket=tickets.code(event.letter, event.number)))
        case e.PatientIdentified():
            if event.instead_of is None:
                return _arrived(with_reason(REGISTERED, event.reason))
            return _corrected(with_reason(ANOTHER_PERSON, event.reason))
        case e.VisitLinked():
            return _linked(event, thread)
        case e.VisitUnlinked():
            return _corrected(ALONE)
        case e.FactsRecorded():
            return _facts(event, thread)
        case e.VisitClassified():
            return _classified(event, thread)
        case e.StopsPlanned():
            return None
        case e.OutcomeIntended():
            will_end = WILL_END.filled(outcome=_outcome(event))
            return Phrase(topic=Topic.WAITING, said=with_reason(will_end, event.reason))
        case e.OrdersAdded():
            return _ordered(event, thread)
        case e.VisitEnded():
            return _ended(event, thread)
        case e.VisitMerged():
            merged = MERGED_AWAY if thread.is_own(event) else MERGED_HERE
            return _corrected(with_reason(merged, event.reason))
        case e.TicketVoided():
            return _corrected(with_reason(VOIDED, event.reason))
        case e.VisitRestored():
            return _restored(event, thread)
        case _:
            assert_never(event)


def _arrived(said: Text) -> Phrase:
    return Phrase(topic=Topic.ARRIVED, said=said)


def _corrected(said: Text) -> Phrase:
    return Phrase(topic=Topic.CORRECTED, said=said)


def _linked(event: e.VisitLinked, thread: Thread) -> Phrase:
    """With whom, when it becomes known; or with whom now, when the family has changed."""
    if not event.others:
        return _corrected(ALONE)
    how = TOGETHER if event.together else APART
    with_whom = how.filled(others=", ".join(event.others))
    if thread.visit.group == event.group:
        return _corrected(NOW.filled(with_whom=with_whom))
    return _arrived(CAME.filled(with_whom=with_whom))


def _facts(event: e.FactsRecorded, thread: Thread) -> Phrase | None:
    """What is new or forgotten. Of a date only that it is known: a birth date says too much about who it is."""
    facts = [*_changes(event, thread)]
    if not facts:
        return None
    return Phrase(topic=Topic.ROUTED, said=KNOWN.filled(facts=Text.joined(facts)))


def _changes(event: e.FactsRecorded, thread: Thread) -> Iterator[Text]:
    before, vocabulary = thread.visit.facts, thread.rulebook.vocabulary
    for name in dict.fromkeys([*event.facts, *before]):
        value = event.facts.get(name)
        if value == before.get(name) or name == ARRIVED:  # the line itself says when
            continue
        label = vocabulary.label(name)
        if value is None:
            yield FORGOTTEN.filled(label=label)
        elif value is True or name not in vocabulary.facts or _is_date(vocabulary, name):
            yield label
        else:
            said = NO if value is False else vocabulary.words(name, value)
            yield SAID.filled(label=label, value=said)


def _is_date(vocabulary: Vocabulary, name: str) -> bool:
    return vocabulary.facts[name].kind in (Kind.DATE, Kind.TIME)


def _classified(event: e.VisitClassified, thread: Thread) -> Phrase:
    book = thread.rulebook
    cluster = book.clusters.get(event.cluster)
    classified = CLASSIFIED.filled(
        label=book.label(event.priority),
        cluster=cluster.name if cluster else event.cluster,
        because=event.because,
    )
    more = [
        template.filled(labels=Text.joined(map(book.label, codes)))
        for template, codes in ((BANDS, event.bands), (FLAGS, event.flags))
        if codes
    ]
    return Phrase(topic=Topic.ROUTED, said=Text.joined((classified, *more), ""))


def _ordered(event: e.OrdersAdded, thread: Thread) -> Phrase:
    station = thread.rulebook.station_name(event.station)
    orders = Text.joined(map(thread.rulebook.label, event.orders))
    said = ORDERED.filled(station=station, orders=orders)
    return Phrase(topic=Topic.ORDERED, said=said, station=event.station)


def _ended(event: e.VisitEnded, thread: Thread) -> Phrase:
    """A number that is void or a double has said why already."""
    visit = thread.visit
    in_all = after(IN_ALL, visit.opened_at, event.at)
    said = ENDED.filled(outcome=_outcome(event), after=in_all)
    told = visit.voided or visit.merged_into is not None
    if not told:
        said = with_reason(said, event.reason, event.because)
    return Phrase(topic=Topic.ENDED, said=said)


def _outcome(event: e.OutcomeIntended | e.VisitEnded) -> Text:
    """How it ends, and who takes over."""
    outcome = words.OUTCOME[event.outcome]
    if event.destination is None:
        return outcome
    return HANDED_ON.filled(outcome=outcome, name=event.destination.name)


def _restored(event: e.VisitRestored, thread: Thread) -> Phrase:
    undone = thread.entries.get(event.undone)
    kind = undone.kind if undone else ""
    action = words.ACTION.get(kind, Text(kind, kind))
    stops = event.state.open_stops()
    said = TAKEN_BACK.filled(action=action, standing=words.standing(event.state, thread.rulebook))
    return Phrase(
        topic=Topic.CORRECTED, said=said, station=stops[0].station if len(stops) == 1 else ""
    )
