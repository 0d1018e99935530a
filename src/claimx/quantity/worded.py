"""A normalised text in, where it speaks of amounts in words out: sentences without any hold no claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import ahocorasick_rs

_TIMES: Final = ("day", "week", "month", "year", "hour", "minute", "second")
_COUNTED: Final = ("couple", "pair", "point", *_TIMES)
_COUNTING: Final = tuple(f"{article} {noun}" for article in ("a", "an") for noun in _COUNTED)


class WordedFinder:
    """Find the words an amount may begin with; `words` are the number words of the packs."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(sorted({*words, *_COUNTING}))

    def find_worded(self, text: str) -> list[int]:
        """Return the offsets where a number word, or an article that may count a time, begins.

        >>> WordedFinder(["twice", "fourfold", "one"]).find_worded(
        ...     "Twice as fast, fourfold less, and one of them in a week, but none often."
        ... )
        [0, 15, 34, 49]
        """
        lower = text.lower()
        if len(lower) != len(text):
            lower = text
        size = len(lower)
        found: list[int] = []
        for _, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            if end < size and (lower[end].isalnum() or lower[end] == "_"):
                continue
            if start and (lower[start - 1].isalnum() or lower[start - 1] == "_"):
                continue
            found.append(start)
        return found
