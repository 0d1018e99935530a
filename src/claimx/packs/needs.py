"""The literals that patterns need in, which of the patterns a text may hold out: one pass for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import ahocorasick_rs


class Needs:
    """Know the literals of many patterns; a pattern without any may always hold."""

    def __init__(self, needs: Sequence[tuple[str, ...]]) -> None:
        owners: dict[str, set[int]] = {}
        for number, literals in enumerate(needs):
            for literal in literals:
                owners.setdefault(literal, set()).add(number)
        # a sign or letter stands in a text many times: it is looked for, not listed
        self._signs = [(literal, owners.pop(literal)) for literal in sorted(owners) if len(literal) == 1]
        self._owners = list(owners.values())
        self._always = frozenset(number for number, literals in enumerate(needs) if not literals)
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners)) if owners else None

    def met(self, text: str) -> set[int]:
        """Return the numbers of the patterns whose literals, one at least, stand in a text."""
        found = set(self._always)
        for sign, numbers in self._signs:
            if sign in text:
                found |= numbers
        if self._automaton is not None:
            for index in {hit[0] for hit in self._automaton.find_matches_as_indexes(text, overlapping=True)}:
                found |= self._owners[index]
        return found
