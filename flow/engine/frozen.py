"""Frozen dataclasses that are made quickly.

The standard library's set each field of a frozen instance by a call of its own; that took a fifth of the time of a command. Here
a new instance is of an open twin of its class until its fields are set: then it is closed for good. All else is the standard's.
"""

from collections.abc import Callable
from dataclasses import MISSING, field, fields
from dataclasses import dataclass as standard
from typing import Any, Literal, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def dataclass(
    *, frozen: Literal[True], slots: Literal[True], kw_only: Literal[True]
) -> Callable[[type[T]], type[T]]:
    """As `dataclasses.dataclass` with these arguments, for classes without `__post_init__`."""

    def made(described: type[T]) -> type[T]:
        assert not hasattr(described, "__post_init__"), "it would not be called"
        kind = standard(frozen=frozen, slots=slots, kw_only=kw_only)(described)
        kind.__init__ = _init(kind)  # type: ignore[method-assign]
        return kind

    return made


def _init(kind: type[Any]) -> Callable[..., None]:
    """The standard's `__init__` of the class, with plain assignments."""
    init: Any = kind.__init__
    known: dict[str, Any] = {
        "_opened": _opened(kind),
        "_closed": kind,
        "_become": vars(object)["__class__"].__set__,
    }
    sets = []
    for one in fields(kind):
        value = one.name
        if one.default_factory is not MISSING:
            known[f"_new_{one.name}"] = one.default_factory
            known[f"_no_{one.name}"] = init.__kwdefaults__[one.name]
            value = f"_new_{one.name}() if {one.name} is _no_{one.name} else {one.name}"
        sets.append(f"  self.{one.name} = {value}")
    named = ", ".join(one.name for one in fields(kind))
    lines = (
        f"def __init__(self, *, {named}):",
        "  _become(self, _opened)",
        *sets,
        "  _become(self, _closed)",
    )
    exec("\n".join(lines), known)  # noqa: S102  as dataclasses itself does
    quick: Callable[..., None] = known["__init__"]
    for told in ("__kwdefaults__", "__annotations__", "__qualname__", "__module__"):
        setattr(quick, told, getattr(init, told))
    return quick


def _opened(kind: type[Any]) -> type[Any]:
    """The same class, but its fields can be set."""
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(kind.__name__, (kind,), {"__slots__": (), **plain})
