"""A regular expression in, the reason why it can run away out (None: it cannot).

Two tests. Of the automaton: a loop that reads one text in two ways costs exponential time, two loops in
line that read the same text cost polynomial time (Weber and Seidl's criteria on products of the automaton).
By trial: runs of single characters and of the expression's own examples, under a time limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import regex

from claimx.packs.automaton import Automaton, UnreadableError, build_automaton

LONG_TEXT: Final = 2500
"""Characters of a trial: as long as long abstracts are."""
TIME_LIMIT: Final = 2.0
MAX_STATES: Final = 200_000
Pair = tuple[int, int]


def find_runaway(pattern: str, examples: Iterable[str] = (), *, case: bool = True) -> str | None:
    r"""Return why an expression may run away on some text, or None.

    >>> find_runaway(r"(?:\d+,?)+%")
    'a loop reads the same text in two ways (exponential)'
    >>> find_runaway(r"\s*\w*\s*;")
    'two loops in line read the same text (polynomial)'
    >>> find_runaway(r"\d+(?:\.\d+)?%")
    """
    try:
        automaton = build_automaton(pattern, case=case)
        for part in _parts(automaton):
            if _is_exponential(part):
                return "a loop reads the same text in two ways (exponential)"
            if _is_polynomial(part):
                return "two loops in line read the same text (polynomial)"
    except UnreadableError as error:
        return f"it cannot be checked ({error})"
    return _runs_away(pattern, automaton, examples, case=case)


def _parts(automaton: Automaton) -> Iterator[Automaton]:
    yield automaton
    for part in automaton.inner:
        yield from _parts(part)


def _loops(automaton: Automaton) -> dict[int, int]:
    """Return the positions that lie on a loop, with the number of their strongly connected component."""
    forward = {at: {to for to, _ in edges} for at, edges in automaton.edges.items()}
    reached = {at: _reachable(forward, at) for at in forward}
    component: dict[int, int] = {}
    for at in sorted(forward):
        if at in reached[at] and at not in component:
            members = [to for to in reached[at] if at in reached.get(to, ())]
            component.update(dict.fromkeys(members, at))
    return component


def _reachable(forward: dict[int, set[int]], start: int) -> set[int]:
    found: set[int] = set()
    todo = list(forward.get(start, ()))
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo.extend(forward.get(at, ()))
    return found


def _is_exponential(automaton: Automaton) -> bool:
    """Tell whether some position comes back to itself over one text in two different ways."""
    component = _loops(automaton)
    for start in sorted(set(component.values())):
        members = {at for at, owner in component.items() if owner == start}
        if any(_comes_back_twice(automaton, at, members) for at in members):
            return True
    return False


def _comes_back_twice(automaton: Automaton, start: int, members: set[int]) -> bool:
    seen = {(start, start, False)}
    todo = list(seen)
    while todo:
        left, right, parted = todo.pop()
        for (to_left, to_right), ways in _steps(automaton, left, right).items():
            if to_left not in members or to_right not in members:
                continue
            state = (to_left, to_right, parted or to_left != to_right or ways > 1)
            if state == (start, start, True):
                return True
            if state not in seen:
                seen.add(state)
                todo.append(state)
                _limit(len(seen))
    return False


def _steps(automaton: Automaton, left: int, right: int) -> dict[Pair, int]:
    """Return the pairs that one common character leads to; 2 where an edge can be taken in two ways."""
    found: dict[Pair, int] = {}
    for (to_left, allowed_left), ways in automaton.edges.get(left, {}).items():
        for (to_right, allowed_right), _ in automaton.edges.get(right, {}).items():
            if allowed_left & allowed_right:
                pair = (to_left, to_right)
                twice = left == right and to_left == to_right and (ways > 1 or allowed_left != allowed_right)
                found[pair] = max(found.get(pair, 1), 2 if twice else 1)
    return found


def _is_polynomial(automaton: Automaton) -> bool:
    """Tell whether one text leads a loop back to itself, to a second loop, and that one back to itself."""
    component = {at: owner for at, owner in _loops(automaton).items() if at in automaton.endless}
    forward = {at: {to for to, _ in edges} for at, edges in automaton.edges.items()}
    for first, owner in component.items():
        later = set() if first in automaton.free else _reachable(forward, first)
        for second, other in component.items():
            if second in later and other != owner and _pumps(automaton, first, second):
                return True
    return False


def _pumps(automaton: Automaton, first: int, second: int) -> bool:
    start, goal = (first, first, second), (first, second, second)
    seen = {start}
    todo = [start]
    while todo:
        one, two, three = todo.pop()
        for to_one, read_one in automaton.edges.get(one, {}):
            for to_two, read_two in automaton.edges.get(two, {}):
                if not read_one & read_two:
                    continue
                for to_three, read_three in automaton.edges.get(three, {}):
                    state = (to_one, to_two, to_three)
                    if state in seen or not read_one & read_two & read_three:
                        continue
                    if state == goal:
                        return True
                    seen.add(state)
                    todo.append(state)
                    _limit(len(seen))
    return False


def _limit(states: int) -> None:
    if states > MAX_STATES:
        raise UnreadableError("it has too many loops")


def _runs_away(pattern: str, automaton: Automaton, examples: Iterable[str], *, case: bool) -> str | None:
    """Return why a trial took too long. What an expression requires stands at the end of every trial text."""
    texts = tuple(examples)
    tail = "\x00" + "".join(texts)
    compiled = regex.compile(pattern, 0 if case else regex.IGNORECASE)
    looping = {character for at in _loops(automaton) for character in _first_characters(automaton, at)}
    for piece in (*sorted(looping), *texts):
        trial = piece * (LONG_TEXT // max(len(piece), 1)) + tail
        try:
            for _ in compiled.finditer(trial, timeout=TIME_LIMIT):
                pass
        except TimeoutError:
            return f"many times {piece!r} took more than {TIME_LIMIT:g} s"
    return None


def _first_characters(automaton: Automaton, at: int) -> Iterator[str]:
    """Yield one to three characters that a position reads."""
    read = (character for index, character in enumerate(automaton.alphabet) if automaton.sets[at] >> index & 1)
    for _, character in zip(range(3), read, strict=False):
        yield character
