"""Spans: half-open character ranges."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Name a half-open range `[start, end)` of Unicode code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether both ranges share a character.

        >>> Span(0, 3).overlaps(Span(2, 5)), Span(0, 3).overlaps(Span(3, 5))
        (True, False)
        """
        return self.start < other.end and other.start < self.end
