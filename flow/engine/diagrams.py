"""Decision diagrams: functions of a patient's cell, shared and reduced so that equal functions are one object.

A cell gives each axis of the space (`flow/engine/space.py`) one of its atoms. A diagram asks the axes in order and ends in a
leaf: the rule that wins, the letters of a ticket, or whether a patient belongs to a set (`True`, `False`). Two diagrams
are the same function exactly when they are the same object, so "no patient is left" is a comparison with one leaf.

Bryant 1986 (ordered, reduced), Kam et al. 1998 (several values).
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Final

Cell = Sequence[int]
"""One atom for each axis."""

BOTTOM: Final = 1 << 30
"""Below every axis: where the leaves are."""


class Node:
    """A question about one axis, or, at the bottom, a leaf with its value."""

    __slots__ = ("children", "level", "value")

    def __init__(self, level: int, children: "tuple[Node, ...]", value: Any = None) -> None:
        self.level = level
        self.children = children
        self.value = value


def walk(node: Node, cell: Cell) -> Any:
    """The value of the leaf to which the cell leads. One step for each axis that the diagram asks."""
    while node.children:
        node = node.children[cell[node.level]]
    return node.value


class Diagrams:
    """All diagrams over one space. `sizes` are the numbers of atoms of its axes, in order."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._leaves: dict[tuple[type, Hashable], Node] = {}
        self._branches: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._memos: dict[Hashable, dict[tuple[Node, Node], Node]] = {}
        self.all = self.leaf(True)
        self.none = self.leaf(False)

    def leaf(self, value: Hashable) -> Node:
        """The constant function."""
        key = (type(value), value)
        if key not in self._leaves:
            self._leaves[key] = Node(BOTTOM, (), value)
        return self._leaves[key]

    def branch(self, level: int, children: tuple[Node, ...]) -> Node:
        """The function that asks the axis `level` first."""
        first = children[0]
        if all(child is first for child in children):
            return first
        key = (level, children)
        found = self._branches.get(key)
        if found is None:
            found = self._branches[key] = Node(level, children)
        return found

    def atoms(self, level: int, chosen: Iterable[int]) -> Node:
        """The set of cells whose atom on this axis is one of `chosen`."""
        wanted = set(chosen)
        return self.branch(
            level, tuple(self.all if n in wanted else self.none for n in range(self.sizes[level]))
        )

    # Combining

    def combine(
        self, name: Hashable, op: Callable[[Any, Any], Hashable], one: Node, two: Node
    ) -> Node:
        """The function `op` of two functions. `name` stands for `op`, so that results are remembered."""
        memo = self._memos.setdefault(name, {})

        def go(a: Node, b: Node) -> Node:
            if not a.children and not b.children:
                return self.leaf(op(a.value, b.value))
            found = memo.get((a, b))
            if found is None:
                level = min(a.level, b.level)
                ones = a.children if a.level == level else (a,) * self.sizes[level]
                twos = b.children if b.level == level else (b,) * self.sizes[level]
                children = tuple([go(x, y) for x, y in zip(ones, twos, strict=True)])
                found = memo[(a, b)] = self.branch(level, children)
            return found

        return go(one, two)

    def choose(self, guard: Node, then: Node, otherwise: Node) -> Node:
        """`then` where the guard is true, `otherwise` elsewhere."""
        memo: dict[tuple[Node, Node, Node], Node] = {}

        def go(g: Node, a: Node, b: Node) -> Node:
            if a is b or g is self.all:
                return a
            if g is self.none:
                return b
            found = memo.get((g, a, b))
            if found is None:
                level = min(g.level, a.level, b.level)
                size = self.sizes[level]
                parts = (n.children if n.level == level else (n,) * size for n in (g, a, b))
                children = tuple([go(*three) for three in zip(*parts, strict=True)])
                found = memo[(g, a, b)] = self.branch(level, children)
            return found

        return go(guard, then, otherwise)

    def both(self, one: Node, two: Node) -> Node:
        """The cells that are in both sets."""
        if one is two or two is self.all:
            return one
        if one is self.all:
            return two
        if one is self.none or two is self.none:
            return self.none
        return self._pairwise("both", self.both, one, two)

    def without(self, one: Node, two: Node) -> Node:
        """The cells of the first set that are not in the second."""
        return self.both(one, self.opposite(two))

    def either(self, one: Node, two: Node) -> Node:
        """The cells that are in one set or the other."""
        if one is two or two is self.none:
            return one
        if one is self.none:
            return two
        if one is self.all or two is self.all:
            return self.all
        return self._pairwise("either", self.either, one, two)

    def _pairwise(self, name: str, op: Callable[[Node, Node], Node], one: Node, two: Node) -> Node:
        """The set whose parts are `op` of the parts of two sets."""
        memo = self._memos.setdefault(name, {})
        found = memo.get((one, two))
        if found is None:
            level = min(one.level, two.level)
            size = self.sizes[level]
            ones = one.children if one.level == level else (one,) * size
            twos = two.children if two.level == level else (two,) * size
            children = tuple([op(x, y) for x, y in zip(ones, twos, strict=True)])
            found = memo[(one, two)] = self.branch(level, children)
        return found

    def opposite(self, one: Node) -> Node:
        """The cells that are not in the set."""
        return self.map("opposite", lambda value: not value, one)

    def where(self, node: Node, wanted: Callable[[Any], bool], name: Hashable) -> Node:
        """The set of the cells whose value is wanted. `name` stands for `wanted`."""
        return self.map(("where", name), wanted, node)

    def map(self, name: Hashable, op: Callable[[Any], Hashable], node: Node) -> Node:
        """The function `op` of a function. `name` stands for `op`."""
        memo = self._memos.setdefault(("map", name), {})

        def go(a: Node) -> Node:
            if not a.children:
                return self.leaf(op(a.value))
            found = memo.get((a, a))
            if found is None:
                children = tuple([go(child) for child in a.children])
                found = memo[(a, a)] = self.branch(a.level, children)
            return found

        return go(node)

    def redirected(self, node: Node, level: int, atom: int, to: int) -> Node:
        """The function that takes one atom of an axis for another."""
        memo: dict[Node, Node] = {}

        def go(a: Node) -> Node:
            if a.level > level:
                return a
            found = memo.get(a)
            if found is None:
                children = [go(child) for child in a.children]
                if a.level == level:
                    children[atom] = children[to]
                found = memo[a] = self.branch(a.level, tuple(children))
            return found

        return go(node)

    # Looking

    def values(self, node: Node, within: Node) -> dict[Hashable, Node]:
        """Each value that the function takes on the set `within`, with the set of the cells where it does."""
        here = self.choose(within, node, self.leaf(_NOWHERE))
        found = {leaf.value for leaf in _leaves(here)} - {_NOWHERE}
        return {value: self._cells_of(here, value) for value in found}

    def _cells_of(self, node: Node, wanted: Hashable) -> Node:
        memo: dict[Node, Node] = {}

        def go(a: Node) -> Node:
            if not a.children:
                return self.all if a.value == wanted else self.none
            found = memo.get(a)
            if found is None:
                found = memo[a] = self.branch(a.level, tuple([go(child) for child in a.children]))
            return found

        return go(node)

    def boxes(self, node: Node) -> Iterator[dict[int, frozenset[int]]]:
        """The set as disjoint boxes: for each axis that matters, the atoms in it."""
        if not node.children:
            if node.value:
                yield {}
            return
        for child in dict.fromkeys(node.children):
            here = frozenset(n for n, one in enumerate(node.children) if one is child)
            for box in self.boxes(child):
                yield {node.level: here, **box}


_NOWHERE: Final = "\0nowhere"


def _leaves(node: Node) -> set[Node]:
    seen: set[Node] = set()
    todo = [node]
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            todo += one.children
    return {one for one in seen if not one.children}
