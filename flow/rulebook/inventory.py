"""What a house has, item by item: stations, hours, facts, classes, boards, buttons. Compared with what it had before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from flow.engine.hours import Hours
from flow.engine.routing import Board, KioskChoice, Rulebook, Station, Voice
from flow.engine.text import Text, said_number
from flow.engine.vocabulary import Fact
from flow.rulebook.hours import DAYS
from flow.rulebook.stations import BEHIND_MAX
from flow.rulebook.wording import listed

NONE = Text("tidak ada", "none")

Described = dict[str, Text]
"""What is written on each item of a kind, by its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is different."""

    part: Text
    before: Text
    after: Text


def items(old: Rulebook, new: Rulebook) -> Iterator[Item]:
    """Each thing that is different in the house."""
    before, after = _kinds(old), _kinds(new)
    for kind in before:
        yield from _compared(kind, before[kind], after[kind])


def _kinds(book: Rulebook) -> dict[Text, Described]:
    return {
        Text("Rumah", "House"): _house(book),
        Text("Pos", "Station"): {c: _station(s) for c, s in book.stations.items()},
        Text("Pesan bagi tanda", "Notice for"): dict(book.notices),
        Text("Data", "Fact"): {c: _fact(book, f) for c, f in book.vocabulary.facts.items()},
        Text("Kelas prioritas", "Priority class"): _classes(book),
        Text("Papan", "Board"): {c: _board(book, b) for c, b in book.boards.items()},
        Text("Tujuan rujukan", "Destination"): _destinations(book),
        Text("Tombol kios", "Kiosk button"): {one.code: _button(book, one) for one in book.kiosk},
    }


def _compared(kind: Text, before: Described, after: Described) -> Iterator[Item]:
    for code in dict.fromkeys((*before, *after)):
        was, now = before.get(code, NONE), after.get(code, NONE)
        if was != now:
            part = Text(f"{kind.id} {code}", f"{kind.en} {code}")
            yield Item(part=part, before=was, after=now)


def _house(book: Rulebook) -> Described:
    return {
        "nama": book.name,
        "kode": _plain(book.facility),
        "zona": _plain(book.zone.key),
        "jam": hours_said(book.hours),
        "panggilan": Text(f"{book.call_seconds} detik", f"{book.call_seconds} seconds"),
        "klaster": listed(cluster.name for cluster in book.clusters.values()),
        "gawat-darurat": _facts(book, book.emergency),
        "giliran": _turns(book),
        "janji": _bookings(book),
        "konsultasi-ulang": book.label(book.review_class) if book.review_class else NONE,
    }


def _station(station: Station) -> Text:
    desks = ", ".join(station.desks)
    said = [
        station.name,
        Text(f"di layar {station.public_name.id}", f"on screens {station.public_name.en}"),
        _plain(station.cluster),
        Text(f"urutan {station.discipline}", f"order {station.discipline}"),
        Text(f"meja {desks}", f"desks {desks}"),
        hours_said(station.hours),
    ]
    said += [Text("mendaftar", "registers")] * station.registers
    said += [Text("buka malam", "open at night")] * station.overnight
    said += [Text("kembali ke meja yang sama", "back to the same desk")] * station.same_desk
    if station.quota is not None:
        said.append(Text(f"kuota {station.quota} sehari", f"quota of {station.quota} a day"))
    if station.absent_behind is not None:
        said.append(_reentry(station.absent_behind))
    said += _limits(station)
    return listed(said)


def _reentry(behind: int) -> Text:
    if behind > BEHIND_MAX:
        return Text("yang tidak hadir kembali paling akhir", "the absent come back last")
    return Text(
        f"yang tidak hadir kembali di belakang {behind} orang",
        f"the absent come back behind {behind} people",
    )


def _limits(station: Station) -> Iterator[Text]:
    """How long is too long here."""
    if station.target:
        minutes, source = station.target.wait_minutes, station.target.source
        yield Text(
            f"target tunggu {minutes} menit ({source.id})",
            f"target {minutes} minutes of waiting ({source.en})",
        )
    if station.service_minutes:
        asked = station.service_minutes
        yield Text(f"ditanya setelah dilayani {asked} menit", f"asks after {asked} minutes served")
    if station.hold_minutes:
        held = station.hold_minutes
        yield Text(f"diingatkan setelah ditahan {held} menit", f"reminds after {held} minutes held")


def _fact(book: Rulebook, fact: Fact) -> Text:
    said = [fact.label, _plain(fact.kind.value)]
    said += [
        Text(f"{code} ({words.id})", f"{code} ({words.en})") for code, words in fact.choices.items()
    ]
    if fact.low is not None or fact.high is not None:
        said.append(_plain(f"{fact.lowest:g}-{fact.highest:g}"))
    if fact.default is not None:
        usual = book.vocabulary.words(fact.name, fact.default)
        said.append(Text(f"biasanya {usual.id}", f"usually {usual.en}"))
    for code, words in fact.public_names.items():
        said.append(Text(f"{code} di karcis {words.id}", f"{code} on slips {words.en}"))
    for code, like in fact.offered_like.items():
        label = book.vocabulary.label(like)
        said.append(Text(f"{code} seperti {label.id}", f"{code} like {label.en}"))
    for name, test in fact.only_if:
        wanted, label = book.vocabulary.said_test(name, test), book.vocabulary.label(name)
        said.append(Text(f"hanya bila {label.id}: {wanted.id}", f"only if {label.en}: {wanted.en}"))
    return listed(said)


def _classes(book: Rulebook) -> Described:
    return {code: _class(book, code, number) for number, code in enumerate(book.classes, 1)}


def _class(book: Rulebook, code: str, number: int) -> Text:
    words = book.classes[code]
    said = [Text(f"{number}. {words.id}", f"{number}. {words.en}")]
    if code in book.rates:
        times = said_number(book.rates[code])
        said.append(Text("waktu tunggu × {times}", "waiting × {times}").filled(times=times))
    if book.ratio and number - 1 in book.ratio.ahead:
        said.append(Text("didahulukan bergiliran", "ahead in turns"))
    return listed(said)


def _turns(book: Rulebook) -> Text:
    if book.ratio is None:
        return NONE
    return _plain(f"{book.ratio.calls}:{book.ratio.others}")


def _bookings(book: Rulebook) -> Text:
    rules = book.bookings
    if rules is None:
        return NONE
    said = [Text(f"{rules.days_ahead} hari ke depan", f"{rules.days_ahead} days ahead")]
    said.append(Text(f"toleransi {rules.grace_minutes} menit", f"grace {rules.grace_minutes} min"))
    if rules.booking_class:
        said.append(book.label(rules.booking_class))
    said += [
        _plain(f"{DAYS[day]} {' '.join(f'{slot:%H:%M}' for slot in rules.slots[day])}")
        for day in sorted(rules.slots)
    ]
    if rules.per_slot:
        said.append(Text(f"{rules.per_slot} per jam", f"{rules.per_slot} a slot"))
    if rules.per_day:
        said.append(Text(f"{rules.per_day} per hari", f"{rules.per_day} a day"))
    said += [Text("tanpa loket", "straight in")] * rules.straight_in
    return listed(said)


def _board(book: Rulebook, board: Board) -> Text:
    shown = (board.title, *(book.station_name(code) for code in board.stations))
    said = filter(None, (board.footer, *board.info))
    return listed((*shown, *_voice(board.voice), *said))


def _voice(voice: Voice) -> Iterator[Text]:
    """How its calls sound, where that is not the usual."""
    if voice.languages != ("id",):
        spoken = ", ".join(voice.languages)
        yield Text(f"suara {spoken}", f"voice {spoken}")
    if voice.times > 1:
        yield Text(f"diucapkan {voice.times} kali", f"said {voice.times} times")
    if voice.zero != "nol":
        yield Text(f"0 dibaca {voice.zero}", f"0 is read {voice.zero}")
    if voice.quiet:
        quiet = hours_said(voice.quiet)
        yield Text(f"tanpa suara {quiet.id}", f"silent {quiet.en}")


def _button(book: Rulebook, button: KioskChoice) -> Text:
    return listed((button.label, _facts(book, button.facts)))


def _destinations(book: Rulebook) -> Described:
    return {
        code: listed((one.name, _plain(one.kind.value))) for code, one in book.destinations.items()
    }


def _facts(book: Rulebook, facts: Mapping[str, str | int | float | bool]) -> Text:
    said = []
    for name, value in facts.items():
        label, words = book.vocabulary.label(name), book.vocabulary.words(name, value)
        said.append(Text(f"{label.id}: {words.id}", f"{label.en}: {words.en}"))
    return listed(said) if said else NONE


def hours_said(hours: Hours) -> Text:
    """Opening hours in words."""
    days = [f"{DAYS[day]} {_spans(hours.spans[day])}" for day in range(7) if day in hours.spans]
    return _plain(", ".join(days)) if days else Text("tutup", "closed")


def _spans(spans: Iterable[tuple[time, time]]) -> str:
    return " ".join(
        f"{start:%H:%M}-{'24:00' if end == time.max else format(end, '%H:%M')}"
        for start, end in spans
    )


def _plain(words: str) -> Text:
    return Text(words, words)
