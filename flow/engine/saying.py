"""Tests in the words of the ward: "di bawah 18 tahun", "2 atau lebih", "bukan Tuberkulosis"."""

from collections.abc import Callable, Iterable
from typing import assert_never

from flow.engine.conditions import Aged, Bound, During, NoneOf, OneOf, Test, Unknown, Within
from flow.engine.facts import FactValue, Unit
from flow.engine.text import Text

Words = Callable[[FactValue], Text]
"""What people call a value."""

UNITS = {
    None: Text("", ""),
    Unit.DAYS: Text(" hari", " days"),
    Unit.WEEKS: Text(" minggu", " weeks"),
    Unit.MONTHS: Text(" bulan", " months"),
    Unit.YEARS: Text(" tahun", " years"),
}


def said_test(test: Test, words: Words) -> Text:
    """What the test asks for; `words` names the values of its fact."""
    match test:
        case OneOf():
            return either(map(words, _ordered(test.values)))
        case NoneOf():
            refused = either(map(words, _ordered(test.values)))
            return Text(f"bukan {refused.id}", f"not {refused.en}")
        case Within() | Aged():
            return said_range(test.low, test.high)
        case During():
            names = either(Text(name, name) for name in test.names)
            inside = Text(f"dalam jam {names.id}", f"within the hours of {names.en}")
            outside = Text(f"di luar jam {names.id}", f"outside the hours of {names.en}")
            return outside if test.outside else inside
        case Unknown():
            return Text("belum diketahui", "not known")
        case _:
            assert_never(test)


def said_range(low: Bound | None, high: Bound | None) -> Text:
    """A range with its units: "10 sampai sebelum 18 tahun"."""
    if low and high:
        if low.limit == high.limit and low.unit == high.unit:
            return _end(low)
        first = Text(f"{low.limit:g}", f"{low.limit:g}") if low.unit == high.unit else _end(low)
        last = _end(high)
        above = Text("", "") if low.inclusive else Text("lebih dari ", "more than ")
        below = Text("sampai", "to") if high.inclusive else Text("sampai sebelum", "to before")
        return Text(
            f"{above.id}{first.id} {below.id} {last.id}",
            f"{above.en}{first.en} {below.en} {last.en}",
        )
    if low:
        end = _end(low)
        if low.inclusive:
            return Text(f"{end.id} ke atas", f"{end.en} or more")
        return Text(f"lebih dari {end.id}", f"more than {end.en}")
    if high:
        end = _end(high)
        if high.inclusive:
            return Text(f"paling banyak {end.id}", f"at most {end.en}")
        return Text(f"di bawah {end.id}", f"under {end.en}")
    return Text("diketahui", "known")


def either(texts: Iterable[Text]) -> Text:
    """The texts with an "or" before the last one."""
    found = tuple(texts)
    return Text(
        _joined([text.id for text in found], "atau"), _joined([text.en for text in found], "or")
    )


def _joined(words: list[str], conjunction: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def _end(bound: Bound) -> Text:
    unit = UNITS[bound.unit]
    return Text(f"{bound.limit:g}{unit.id}", f"{bound.limit:g}{unit.en}")


def _ordered(values: frozenset[FactValue]) -> list[FactValue]:
    return sorted(values, key=str)
