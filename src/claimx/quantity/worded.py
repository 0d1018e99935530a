"""A normalised text in, where it speaks of amounts in words out: sentences without any hold no claim."""

from __future__ import annotations

from typing import Final

import ahocorasick_rs

# Parts of words that count wherever they stand.
_PARTS: Final = ("half", "halv", "twice", "thrice", "doubl", "tripl", "quadrupl", "magnitude", "illion")
_ENDS: Final = ("fold",)
_WHOLE: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "sixteen",
    "single", "third", "quarter", "tenth",
    *(
        f"{article} {noun}"
        for article in ("a", "an")
        for noun in ("couple", "day", "week", "month", "year", "hour", "minute", "second")
    ),
)  # fmt: skip
_ALL: Final = (*_PARTS, *_ENDS, *_WHOLE)
_BOUND_BEHIND: Final = len(_PARTS)
_BOUND_BEFORE: Final = _BOUND_BEHIND + len(_ENDS)
_AUTOMATON: Final = ahocorasick_rs.AhoCorasick(_ALL)


def find_worded(text: str) -> list[int]:
    """Return the offsets where a number word, or an article that may count a time, begins.

    >>> find_worded("Twice as fast, fourfold less, and one of them in a week, but none often.")
    [0, 19, 34, 49]
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    size = len(lower)
    found: list[int] = []
    for index, start, end in _AUTOMATON.find_matches_as_indexes(lower, overlapping=True):
        if index >= _BOUND_BEHIND and end < size and (lower[end].isalnum() or lower[end] == "_"):
            continue
        if index >= _BOUND_BEFORE and start and (lower[start - 1].isalnum() or lower[start - 1] == "_"):
            continue
        found.append(start)
    return found
