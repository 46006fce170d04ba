"""Why somebody is next, in words: for each place in a line, and what a discipline promises."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from flow.engine import families
from flow.engine.floor import Floor
from flow.engine.lines import Place
from flow.engine.ordering import (
    ACCUMULATING,
    EMERGENCY,
    FIFO,
    RATIO,
    STRICT,
    Moment,
    discipline_of,
)
from flow.engine.quota import waiting_list
from flow.engine.routing import Rulebook
from flow.engine.text import Text, said_number, said_slot


def why(
    floor: Floor,
    rulebook: Rulebook,
    station: str,
    place: Place,
    before: Place | None,
    now: datetime,
) -> Text:
    """Why this place comes where it does: behind `before`, or first; for who has booked also what has become of the slot."""
    said = _why(floor, rulebook, station, place, before, now)
    return with_booking(floor, rulebook, place, now, said)


def with_booking(floor: Floor, rulebook: Rulebook, place: Place, now: datetime, said: Text) -> Text:
    """The words, and for who has booked what has become of the slot."""
    return Text.joined((said, *_of_booking(floor, rulebook, place, now)), ". ")


def _of_booking(floor: Floor, rulebook: Rulebook, place: Place, now: datetime) -> Iterator[Text]:
    """Whoever waits for their slot, or came too late for it, is told so."""
    visit = floor.visits[place.visit]
    if visit.appointment is None or visit.appointment.slot_at is None:
        return
    slot_at = visit.appointment.slot_at
    slot = said_slot(slot_at.astimezone(rulebook.zone).time())
    if place.since > now:
        yield _BEFORE_SLOT.filled(slot=slot)
    elif visit.appointment.on_time:
        yield _IN_SLOT.filled(slot=slot)
    else:
        minutes = int((visit.opened_at - slot_at) / timedelta(minutes=1))
        yield _LATE.filled(slot=slot, minutes=minutes)


def _why(
    floor: Floor,
    rulebook: Rulebook,
    station: str,
    place: Place,
    before: Place | None,
    now: datetime,
) -> Text:
    kept = kept_back(floor, rulebook, station, place, now)
    if kept is not None:
        return kept
    expecting = families.expecting(floor.station(station), place.visit)
    if expecting is not None:
        desk, party = expecting
        return _TOGETHER.filled(name=floor.visits[party.called[-1]].name, desk=desk)
    if before is None:
        return _why_first(floor, rulebook, station, place, now)
    return why_behind(floor, rulebook, station, place, before, now)


def kept_back(
    floor: Floor, rulebook: Rulebook, station: str, place: Place, now: datetime
) -> Text | None:
    """Why nobody can call this place now, whatever the desk; None where it can be called."""
    visit, stop = floor.visits[place.visit], floor.stop_at(place)
    if visit.at_desk is not None:
        return _MASKED.filled(station=rulebook.station_name(visit.stops[visit.at_desk].station))
    beyond = waiting_list(floor, rulebook, station)
    if place.visit in beyond:
        quota = rulebook.station(station).quota
        return _BEYOND_QUOTA.filled(quota=quota, number=beyond[place.visit])
    if stop.not_before is not None and now < stop.not_before:
        return _NOT_YET.filled(time=f"{stop.not_before.astimezone(rulebook.zone):%H.%M}")
    return None


def _why_first(floor: Floor, rulebook: Rulebook, station: str, place: Place, now: datetime) -> Text:
    discipline, label = discipline_of(rulebook, station), _label(floor, rulebook, place)
    if discipline in (FIFO, STRICT) and _joined_at(floor, place) > place.since:
        return _FIRST_COUNTED.filled(label=label)
    return _FIRSTS[discipline].filled(label=label, own=_counted(Moment(now, rulebook), place))


def why_behind(
    floor: Floor, rulebook: Rulebook, station: str, place: Place, before: Place, now: datetime
) -> Text:
    """Why this place comes behind `before`; both can be called."""
    discipline, label = discipline_of(rulebook, station), _label(floor, rulebook, place)
    name = floor.visits[before.visit].name
    came_first = _joined_at(floor, before) <= _joined_at(floor, place)
    if before.rank == EMERGENCY != place.rank:
        return _LOWER_CLASS.filled(name=name, label=label)
    if place.since > now >= before.since:
        return _HIS_SLOT_FIRST.filled(name=name)
    if discipline == FIFO:
        return (_AFTER if came_first else _AFTER_COUNTED).filled(name=name)
    if before.rank == place.rank:
        words = _SAME_CLASS if came_first else _SAME_CLASS_COUNTED
        return words.filled(name=name, label=label)
    if discipline == RATIO:
        return _IN_TURN.filled(name=name, label=label)
    if discipline == STRICT:
        return _LOWER_CLASS.filled(name=name, label=label)
    moment = Moment(now, rulebook)
    return _COUNTS_LESS.filled(
        label=label,
        name=name,
        own=_counted(moment, place),
        other=_counted(moment, before),
    )


def _label(floor: Floor, rulebook: Rulebook, place: Place) -> Text:
    return rulebook.label(floor.stop_at(place).priority)


def _joined_at(floor: Floor, place: Place) -> datetime:
    """When somebody came to this line; what was waited elsewhere, or a slot, may count from earlier."""
    return floor.stop_at(place).joined_at or place.since


def _counted(moment: Moment, place: Place) -> Text:
    """ "12 menit (dihitung 2 kali)" or, at the rate of one, "12 menit"."""
    minutes = int(max(moment.now - place.since, timedelta(0)) / timedelta(minutes=1))
    rate = moment.rulebook.rate(place.rank)
    return (_MINUTES if rate == 1 else _MINUTES_COUNTED).filled(
        minutes=minutes, times=said_number(rate)
    )


def guarantee(rulebook: Rulebook, station: str) -> Text:
    """What the station's discipline promises to somebody of the last class, who has nothing but waiting to speak for them."""
    discipline = discipline_of(rulebook, station)
    if discipline == FIFO:
        return _NONE_LATER
    if discipline == STRICT:
        return _NO_GUARANTEE
    if discipline == RATIO and rulebook.ratio is not None:
        return _AT_MOST.filled(calls=rulebook.ratio.calls, others=rulebook.ratio.others)
    last = len(rulebook.classes) - 1
    shares: dict[int, list[Text]] = {}
    for rank, code in enumerate(rulebook.classes):
        if rank != EMERGENCY and rulebook.rate(rank) > rulebook.rate(last):
            percent = round(100 * rulebook.rate(last) / rulebook.rate(rank))
            shares.setdefault(percent, []).append(rulebook.label(code))
    if not shares:
        return _NONE_LATER
    said = [(f"{percent}%", labels) for percent, labels in shares.items()]
    return _WAITED.filled(
        label=rulebook.label(tuple(rulebook.classes)[last]),
        shares=Text(
            "; ".join(f"{', '.join(one.id for one in labels)} {share}" for share, labels in said),
            "; ".join(f"{', '.join(one.en for one in labels)} {share}" for share, labels in said),
        ),
    )


_MASKED = Text(
    "Sedang di {station}; gilirannya tetap, belum bisa dipanggil",
    "At {station} now; keeps the place, cannot be called yet",
)
_BEYOND_QUOTA = Text(
    "Kuota hari ini ({quota}) sudah penuh; daftar tunggu nomor {number}",
    "Today's quota ({quota}) is full; number {number} on the waiting list",
)
_NOT_YET = Text(
    "Menunggu hasil atau jeda; dapat dipanggil mulai {time}",
    "Waits for results or a pause; can be called from {time}",
)
_TOGETHER = Text("Bersama {name} di meja {desk}", "Together with {name} at desk {desk}")
_BEFORE_SLOT = Text(
    "Datang sebelum janjinya; menunggu dihitung mulai {slot}",
    "Came before the slot; waiting counts from {slot}",
)
_IN_SLOT = Text("Janji {slot}", "Booked for {slot}")
_LATE = Text(
    "Janji {slot}, datang terlambat {minutes} menit: giliran biasa",
    "Booked for {slot}, came {minutes} min late: an ordinary turn",
)
_HIS_SLOT_FIRST = Text(
    "Janjinya belum mulai; {name} sudah menunggu", "Before the slot; {name} waits already"
)
_FIRST_COME = Text("Paling lama menunggu", "Has waited longest")
_AFTER = Text("Datang setelah {name}", "Came after {name}")
_AFTER_COUNTED = Text(
    "Waktu tunggu {name} dihitung lebih lama", "The waiting of {name} counts as longer"
)
_FIRST = Text("Prioritas {label}, paling lama menunggu", "Priority {label}, has waited longest")
_FIRST_COUNTED = Text(
    "{label}; waktu tunggunya dihitung paling lama", "{label}; the waiting counts as the longest"
)
_SAME_CLASS = Text(
    "Sama-sama {label}; {name} lebih dulu menunggu", "Also {label}; {name} has waited longer"
)
_SAME_CLASS_COUNTED = Text(
    "Sama-sama {label}; waktu tunggu {name} dihitung lebih lama",
    "Also {label}; the waiting of {name} counts as longer",
)
_LOWER_CLASS = Text("{label}; prioritas {name} lebih tinggi", "{label}; {name} has higher priority")
_MINUTES = Text("{minutes} menit", "{minutes} min")
_MINUTES_COUNTED = Text(
    "{minutes} menit (dihitung {times} kali)", "{minutes} min (counts {times} times)"
)
_COUNTS_MOST = Text(
    "Giliran berikutnya: {label}, menunggu {own}", "Next in turn: {label}, has waited {own}"
)
_COUNTS_LESS = Text(
    "{label}, menunggu {own}; {name} {other}", "{label}, has waited {own}; {name} {other}"
)
_HIS_TURN = Text("{label}; sekarang gilirannya", "{label}; it is their turn")
_IN_TURN = Text("{label}; bergiliran setelah {name}", "{label}; takes turns, after {name}")
_EXCEPT = Text(
    " Didahulukan: gawat darurat, keluarga yang dipanggil bersama, dan yang dipanggil petugas dengan alasan."
    " Yang belum bisa dipanggil dilewati dan tetap memegang gilirannya.",
    " Before all come emergencies, a family that is called together, and whom staff call for a reason."
    " Who can't be called yet is passed over and keeps the place.",
)
_COUNTS_TOO = Text(
    " Ikut dihitung: waktu tunggu sebelum dipindahkan atau kembali dengan hasil; janji dihitung sejak jamnya.",
    " What was waited before a transfer or before coming back with results counts too; a booking counts from its slot.",
)
_LONGEST = Text(
    "Yang waktu tunggunya dihitung paling lama dipanggil lebih dulu.",
    "Whose waiting counts as the longest is called first.",
)
_NONE_LATER = Text.joined((_LONGEST, _COUNTS_TOO, _EXCEPT), "")
_NO_GUARANTEE = Text(
    "Tidak ada jaminan: kelas bawah menunggu selama masih ada kelas di atasnya.",
    "No guarantee: a lower class waits as long as anybody of a higher one is there.",
)
_TURNS = Text(
    "Selama yang lain menunggu, paling banyak {calls} dari kelas yang didahulukan dipanggil berturut-turut,"
    " lalu {others} yang lain.",
    "While others wait, at most {calls} of the classes ahead are called in a row, then {others} of the others.",
)
_AT_MOST = Text.joined((_TURNS, _EXCEPT), "")
_SHARES = Text(
    "Yang waktu tunggunya mulai dihitung sesudah seorang {label} baru mendahuluinya setelah menunggu paling sedikit"
    " sebagian dari waktunya: {shares}.",
    "Whose waiting begins to count after that of somebody of {label} is called first only after at least a share of"
    " their time: {shares}.",
)
_WAITED = Text.joined((_SHARES, _COUNTS_TOO, _EXCEPT), "")
_FIRSTS: Mapping[str, Text] = {
    ACCUMULATING: _COUNTS_MOST,
    FIFO: _FIRST_COME,
    RATIO: _HIS_TURN,
    STRICT: _FIRST,
}
