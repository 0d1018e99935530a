"""A regular expression in, an automaton that keeps every way to match out.

Positions are the places of the expression that read one character; an edge counts every way to get from
one position to the next, so that an edge counted twice is an ambiguity (`(a+)+`). Character sets are bit
sets over a sample alphabet drawn from the expression itself. Assertions read nothing and are left out of
the automaton around them (more paths, never fewer); what they enclose is an automaton of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any, Final

UNBOUNDED_FROM: Final = 9
"""A repeat that may run so often counts as unbounded."""
MAX_POSITIONS: Final = 4000
_SAMPLE: Final = "09azAZ_ \t\n\u00a0.,;:-+/%()$é×µ²½\x00"
_PROPERTY: Final = re.compile(r"\\[pP]\{[^}]*\}")
_BAR: Final = re.compile(r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\|")
_CATEGORIES: Final[dict[Any, Callable[[str], bool]]] = {
    sre.CATEGORY_DIGIT: str.isdigit,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    sre.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    sre.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    sre.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
Ends = Counter[tuple[int, int]]
"""Ways out of a piece: (position, the characters that may follow it)."""


class UnreadableError(ValueError):
    """Raise for an expression that this analysis cannot read (`regex` may well)."""


@dataclass(slots=True)
class Automaton:
    """Hold positions (`sets`, a bit set each) and edges `{position: {(next, characters): ways}}`.

    `free` are positions from which all of the rest may be left out: matching never fails behind them;
    `endless` ones stand in a repeat without an upper bound.
    """

    alphabet: str
    sets: list[int] = field(default_factory=list)
    edges: dict[int, Ends] = field(default_factory=dict)
    free: set[int] = field(default_factory=set)
    endless: set[int] = field(default_factory=set)
    inner: list[Automaton] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """Hold a part of the expression: ways in, ways out, ways to read nothing, and whether asserting nothing."""

    first: Counter[int] = field(default_factory=Counter)
    last: Ends = field(default_factory=Counter)
    empty: int = 1
    passes: bool = True
    free: set[int] = field(default_factory=set)


def build_automaton(pattern: str, *, case: bool = True) -> Automaton:
    """Return the automaton of an expression, or raise `UnreadableError`."""
    try:
        tree = sre_parser.parse(_branches_kept(_PROPERTY.sub(r"\\w", pattern)), 0 if case else re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise UnreadableError(str(error)) from None
    ignore = not case or bool(tree.state.flags & re.IGNORECASE) or "(?i" in pattern
    return _Builder("".join(sorted(_characters(tree) | set(_SAMPLE))), ignore=ignore).build(tree)


def _branches_kept(pattern: str) -> str:
    """Return the expression so written that the parser cannot merge branches (`a|a` would become one set).

    >>> _branches_kept(r"a|[|]|\\|")
    'a|(?=)[|]|(?=)\\\\|'
    """
    return _BAR.sub(lambda found: "|(?=)" if found[0] == "|" else found[0], pattern)


def _characters(tree: Any) -> set[str]:
    """Return the literal characters of a parsed expression, with the neighbours of range ends."""
    found: set[str] = set()
    for operator, argument in tree:
        if operator in (sre.LITERAL, sre.NOT_LITERAL):
            found |= {chr(argument), chr(argument).lower(), chr(argument).upper()[:1]}
        elif operator is sre.RANGE:
            low, high = argument
            found |= {chr(code) for code in (low - 1, low, high, high + 1) if 0 <= code < 0x110000}
        elif operator is sre.IN:
            found |= _characters(argument)
        elif isinstance(argument, (tuple, sre_parser.SubPattern)):
            for part in _subtrees(argument):
                found |= _characters(part)
    return found


def _subtrees(argument: Any) -> list[Any]:
    if isinstance(argument, sre_parser.SubPattern):
        return [argument]
    return [tree for part in argument if isinstance(part, (list, tuple, sre_parser.SubPattern))
            for tree in _subtrees(part)]  # fmt: skip


class _Builder:
    def __init__(self, alphabet: str, *, ignore: bool) -> None:
        self.ignore = ignore
        self.automaton = Automaton(alphabet)
        self.everything = (1 << len(alphabet)) - 1

    def build(self, tree: Any) -> Automaton:
        self.automaton.free = self._sequence(tree).free
        return self.automaton

    def _sequence(self, tree: Any) -> _Piece:
        piece = _Piece()
        for operator, argument in tree:
            piece = self._joined(piece, self._piece(operator, argument))
        return piece

    def _joined(self, left: _Piece, right: _Piece) -> _Piece:
        self._link(left.last, right.first)
        first = left.first + Counter({at: ways * left.empty for at, ways in right.first.items()})
        last = right.last + Counter({end: ways * right.empty for end, ways in left.last.items()})
        free = right.free | (left.free if right.passes else set())
        return _Piece(_capped(first), _capped(last), min(left.empty * right.empty, 2),
                      left.passes and right.passes, free)  # fmt: skip

    def _link(self, ends: Ends, starts: Counter[int]) -> None:
        for (at, allowed), out in ends.items():
            edges = self.automaton.edges.setdefault(at, Counter())
            for to, ways in starts.items():
                if characters := allowed & self.automaton.sets[to]:
                    edges[to, characters] = min(edges[to, characters] + out * ways, 2)

    def _piece(self, operator: Any, argument: Any) -> _Piece:
        groups = {sre.SUBPATTERN: lambda: self._sequence(argument[3]), sre.ATOMIC_GROUP: lambda: self._atomic(argument)}
        if operator in groups:
            piece = groups[operator]()
        elif operator is sre.BRANCH:
            piece = self._either([self._sequence(branch) for branch in argument[1]])
        elif operator is sre.GROUPREF_EXISTS:
            piece = self._either([self._sequence(branch or ()) for branch in argument[1:]])
        elif operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            piece = self._repeat(*argument, possessive=operator is sre.POSSESSIVE_REPEAT)
        elif operator in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
            if operator is not sre.AT:
                self.automaton.inner.append(_Builder(self.automaton.alphabet, ignore=self.ignore).build(argument[1]))
            piece = _Piece(passes=False)
        elif operator is sre.GROUPREF:
            piece = self._loop(self._position(self.everything), least=0)
        else:
            piece = self._position(self._set(operator, argument))
        return piece

    def _position(self, characters: int) -> _Piece:
        at = len(self.automaton.sets)
        if at >= MAX_POSITIONS:
            raise UnreadableError(f"more than {MAX_POSITIONS} places")
        self.automaton.sets.append(characters)
        return _Piece(Counter([at]), Counter([(at, self.everything)]), 0, False, {at})

    def _either(self, branches: list[_Piece]) -> _Piece:
        whole = _Piece(empty=0, passes=False)
        for branch in branches:
            first, last = _capped(whole.first + branch.first), _capped(whole.last + branch.last)
            empty, passes = min(whole.empty + branch.empty, 2), whole.passes or branch.passes
            whole = _Piece(first, last, empty, passes, whole.free | branch.free)
        return whole

    def _repeat(self, least: int, most: Any, tree: Any, *, possessive: bool) -> _Piece:
        if most is sre.MAXREPEAT or most >= UNBOUNDED_FROM:
            bounded = most is not sre.MAXREPEAT
            before = len(self.automaton.sets)
            piece = self._sequence(tree)
            if not bounded:
                self.automaton.endless |= set(range(before, len(self.automaton.sets)))
            return self._loop(piece, least=least, possessive=possessive, bounded=bounded)
        piece = _Piece()
        for _ in range(most - least):
            piece = self._either([_Piece(), self._joined(self._sequence(tree), piece)])
        for _ in range(least):
            piece = self._joined(self._sequence(tree), piece)
        return piece

    def _loop(self, piece: _Piece, *, least: int, possessive: bool = False, bounded: bool = False) -> _Piece:
        for _ in range(2 if bounded and piece.empty else 1):  # (a?){20}: which of them were empty?
            self._link(piece.last, piece.first)
        optional = least == 0
        last = piece.last
        if possessive and len(last) == 1 and list(piece.first) == [at for at, _ in last] and not piece.empty:
            # A possessive run of one class has read all of that class: what follows begins with another.
            (at, allowed) = next(iter(last))
            last = Counter([(at, allowed & ~self.automaton.sets[at])])
        return _Piece(piece.first, last, int(optional or piece.empty > 0), piece.passes or optional, piece.free)

    def _atomic(self, tree: Any) -> _Piece:
        items = list(tree)
        if len(items) == 1 and items[0][0] is sre.MAX_REPEAT:
            return self._repeat(*items[0][1], possessive=True)
        return self._sequence(tree)

    def _set(self, operator: Any, argument: Any) -> int:
        bits = 0
        for index, character in enumerate(self.automaton.alphabet):
            forms = {character, character.lower(), character.upper()} if self.ignore else {character}
            if any(_reads(operator, argument, form) for form in forms if len(form) == 1):
                bits |= 1 << index
        return bits


def _capped(ways: Counter[Any]) -> Counter[Any]:
    return Counter({key: min(count, 2) for key, count in ways.items()})


def _reads(operator: Any, argument: Any, character: str) -> bool:
    """Tell whether a one-character element of the parsed expression reads `character`."""
    code = ord(character)
    if operator is sre.IN:
        negated = argument[0][0] is sre.NEGATE
        return negated != any(_reads(kind, value, character) for kind, value in argument[int(negated) :])
    tests: dict[Any, Callable[[], object]] = {
        sre.ANY: lambda: character != "\n",
        sre.LITERAL: lambda: code == argument,
        sre.NOT_LITERAL: lambda: code != argument,
        sre.RANGE: lambda: argument[0] <= code <= argument[1],
        sre.CATEGORY: lambda: _CATEGORIES[argument](character),
    }
    if operator not in tests:
        raise UnreadableError(f"{operator} is not known")
    return bool(tests[operator]())
