"""Patients and sets of patients in words: "Perempuan, umur 15 tahun, hamil", "umur 60 tahun ke atas"."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from flow.engine.conditions import Bound, During
from flow.engine.facts import ARRIVED, BIRTH_DATE, Facts, FactValue, Kind, Unit, completed
from flow.engine.saying import either, said_range, said_test
from flow.engine.space import MINUTES_A_DAY, OLDEST, Ages, Arrivals, Axis, Numbers, Space, Values
from flow.engine.text import Text
from flow.engine.vocabulary import Vocabulary

ANYBODY = Text("siapa pun", "anybody")
NOBODY_KNOWN = Text(
    "seseorang yang belum ditanya apa-apa", "somebody who has not been asked anything"
)
DAYS = (
    Text("Senin", "Monday"),
    Text("Selasa", "Tuesday"),
    Text("Rabu", "Wednesday"),
    Text("Kamis", "Thursday"),
    Text("Jumat", "Friday"),
    Text("Sabtu", "Saturday"),
    Text("Minggu", "Sunday"),
)


def listed(texts: Iterable[Text]) -> Text:
    """The texts with commas between them."""
    found = tuple(texts)
    return Text(", ".join(t.id for t in found), ", ".join(t.en for t in found))


# One patient


def patient(vocabulary: Vocabulary, facts: Facts, on: date) -> Text:
    """One patient: what is known, in the order of the vocabulary."""
    order = [BIRTH_DATE, *vocabulary.facts, ARRIVED]
    known = [
        fact(vocabulary, name, facts[name], on) for name in dict.fromkeys(order) if name in facts
    ]
    return listed(known) if known else NOBODY_KNOWN


def fact(vocabulary: Vocabulary, name: str, value: FactValue, on: date) -> Text:
    """One fact of a patient: "umur 15 tahun", "Hamil", "Layanan: KB", "datang Sabtu 11:00"."""
    if name == BIRTH_DATE:
        return _aged(date.fromisoformat(str(value)), on)
    if name == ARRIVED:
        local = datetime.fromisoformat(str(value))
        day = DAYS[local.weekday()]
        return Text(f"datang {day.id} {local:%H:%M}", f"arrives {day.en} {local:%H:%M}")
    label = vocabulary.label(name)
    if isinstance(value, bool):
        return label if value else Text(f"{label.id}: tidak", f"{label.en}: no")
    words = vocabulary.words(name, value)
    return Text(f"{label.id}: {words.id}", f"{label.en}: {words.en}")


def _aged(birth: date, on: date) -> Text:
    """An age as people say it, exact to the border where it lies just before a birthday."""
    years, months = completed(birth, on, Unit.YEARS), completed(birth, on, Unit.MONTHS)
    if years >= 6:
        said = Text(f"umur {years} tahun", f"{years} years old")
    elif months >= 3:
        said = Text(f"umur {months} bulan", f"{months} months old")
    else:
        days = (on - birth).days
        said = Text(f"umur {days} hari", f"{days} days old")
    return Text(f"{said.id} (lahir {birth})", f"{said.en} (born {birth})")


# A set


def box(space: Space, vocabulary: Vocabulary, chosen: dict[int, frozenset[int]]) -> Text:
    """A box of cells: what all its patients have in common."""
    said = [
        axis_words(vocabulary, space.axes[level], sorted(atoms))
        for level, atoms in sorted(chosen.items())
    ]
    return listed(said) if said else ANYBODY


def axis_words(vocabulary: Vocabulary, axis: Axis, atoms: Sequence[int]) -> Text:
    """Some atoms of one axis."""
    match axis:
        case Values():
            return _values(vocabulary, axis, atoms)
        case Numbers():
            label = vocabulary.label(axis.name)
            said = _with_unknown(axis.unknown, atoms, lambda run: _numbers(axis, run))
            return Text(f"{label.id}: {said.id}", f"{label.en}: {said.en}")
        case Ages():
            said = _with_unknown(1, atoms, lambda run: _ages(axis, run))
            return Text(f"umur {said.id}", f"age {said.en}")
        case Arrivals():
            return _arrivals(axis, atoms)
        case _:
            raise AssertionError(f"an axis without words: {axis.name}")


def _with_unknown(first: int, atoms: Sequence[int], say: Callable[[tuple[int, int]], Text]) -> Text:
    """The runs of neighbouring atoms, and that the fact may be unknown."""
    said = [say(run) for run in _runs(atoms, first)]
    if first and 0 in atoms:
        said.append(Text("belum diketahui", "not known"))
    return either(said)


def _values(vocabulary: Vocabulary, axis: Values, atoms: Sequence[int]) -> Text:
    values = [axis.values[atom] for atom in atoms]
    label = vocabulary.label(axis.name)
    if vocabulary.facts[axis.name].kind is Kind.FLAG:
        return _flag(label, values)
    missing = [v for v in axis.values if v not in values]
    if len(missing) < len(values) and None not in missing:
        others = either(vocabulary.words(axis.name, v) for v in missing if v is not None)
        return Text(f"{label.id}: bukan {others.id}", f"{label.en}: not {others.en}")
    said = either(
        Text("belum diketahui", "not known")
        if v is None
        else Text("diketahui", "known")
        if v == ""
        else vocabulary.words(axis.name, v)
        for v in values
    )
    return Text(f"{label.id}: {said.id}", f"{label.en}: {said.en}")


def _flag(label: Text, values: Sequence[FactValue | None]) -> Text:
    words = {
        True: Text("ya", "yes"),
        False: Text("tidak", "no"),
        None: Text("belum diketahui", "not known"),
    }
    if values == [True]:
        return label
    if True not in values:
        said = words[None] if values == [None] else words[False]
        return Text(f"{label.id}: {said.id}", f"{label.en}: {said.en}")
    said = either(words[v] for v in values)  # type: ignore[index]
    return Text(f"{label.id}: {said.id}", f"{label.en}: {said.en}")


def _runs(atoms: Sequence[int], first: int) -> list[tuple[int, int]]:
    """Neighbouring atoms, from `first` on, as pairs of the first and the last of each run."""
    known = [atom for atom in atoms if atom >= first]
    runs = []
    for _, group in groupby(enumerate(known), key=lambda pair: pair[1] - pair[0]):
        members = [atom for _, atom in group]
        runs.append((members[0], members[-1]))
    return runs


def _numbers(axis: Numbers, run: tuple[int, int]) -> Text:
    (low, above), (high, below) = axis.ends(run[0])[0], axis.ends(run[1])[1]
    first = None if (low, above) == (axis.low, False) else Bound(low, not above)
    last = None if (high, below) == (axis.high, True) else Bound(high, below)
    return said_range(first, last)


def _ages(axis: Ages, run: tuple[int, int]) -> Text:
    start, end = axis.starts[run[0] - 1], axis.last(run[1]) + 1
    low = None if start == 0 else _age_bound(axis.unit, start, inclusive=True)
    high = None if end > OLDEST[axis.unit] else _age_bound(axis.unit, end, inclusive=False)
    return said_range(low, high)


def _age_bound(unit: Unit, age: int, *, inclusive: bool) -> Bound:
    if unit is Unit.MONTHS and age % 12 == 0:
        return Bound(age // 12, inclusive, Unit.YEARS)
    return Bound(age, inclusive, unit)


def _arrivals(axis: Arrivals, atoms: Sequence[int]) -> Text:
    """By the name of the hours where they have one, else by the times."""
    known = frozenset(atoms) - {0}
    for name, hours in axis.named:
        for outside in (False, True):
            test = During((name,), (hours,), outside)
            if known == frozenset(axis.passing(test)):
                said = said_test(test, lambda value: Text(str(value), str(value)))
                said = Text(f"datang {said.id}", f"arrives {said.en}")
                return said if 0 not in atoms else _or_unknown(said)
    said = _with_unknown(1, atoms, lambda run: _times(axis, run))
    return Text(f"datang {said.id}", f"arrives {said.en}")


def _or_unknown(said: Text) -> Text:
    return either((said, Text("belum diketahui", "not known")))


def _times(axis: Arrivals, run: tuple[int, int]) -> Text:
    start = axis.starts[run[0] - 1]
    end = axis.starts[run[1]] if run[1] < len(axis.starts) else 7 * MINUTES_A_DAY
    return Text(_span(start, end, "id"), _span(start, end, "en"))


def _span(start: int, end: int, language: str) -> str:
    def clock(minute: int) -> str:
        return f"{minute % MINUTES_A_DAY // 60:02d}:{minute % 60:02d}"

    first, last = DAYS[start // MINUTES_A_DAY], DAYS[(end - 1) // MINUTES_A_DAY]
    until = clock(end) if end % MINUTES_A_DAY else "24:00"
    if first is last:
        return f"{first.in_language(language)} {clock(start)}-{until}"
    return f"{first.in_language(language)} {clock(start)} - {last.in_language(language)} {until}"
