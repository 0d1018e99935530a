"""Original text in, `NormalText` out: LaTeX residue and odd characters read as plain ones.

A rewrite never lengthens: what it saves is padded with spaces, so an offset in the normal text is the
same offset in the original. Only an offset that falls *inside* a rewritten piece has to be moved, to the
edge of that piece (`2.88times` reads as `2.88x`, and the quote must hold the whole `times`).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

import regex

from claimx.packs.loader import Rules
from claimx.packs.models import NormaliseFile
from claimx.packs.needs import Needs
from claimx.span import Span

# Letters and digits of formulas as plain ones, by the compatibility forms of Unicode.
_MATHEMATICAL = {
    code: plain for code in range(0x1D400, 0x1D800) if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}


@dataclass(frozen=True, slots=True)
class NormalText:
    """Hold a normalised text, its source of equal length, and the rewritten pieces in order."""

    text: str
    source: str
    edits: tuple[Span, ...] = ()

    def to_source(self, start: int, end: int) -> Span:
        """Return the source span of `text[start:end]`, widened to whole rewritten pieces.

        >>> NormalText("2.88x    over", "2.88times over"[:13], (Span(4, 9),)).to_source(0, 5)
        Span(start=0, end=9)
        """
        for edit in self._around(start):
            if edit.start < start < edit.end:
                start = edit.start
        for edit in self._around(end):
            if edit.start < end < edit.end:
                end = edit.end
        return Span(start, end)

    def _around(self, offset: int) -> tuple[Span, ...]:
        if not self.edits:
            return ()
        at = bisect_right(self.edits, offset, key=lambda edit: edit.start)
        return self.edits[max(0, at - 1) : at]


class _Rewriter:
    """One compiled rewrite of a pack."""

    __slots__ = ("gives", "id", "needs", "pattern")

    def __init__(self, rule_id: str, pattern: str, gives: str, needs: tuple[str, ...]) -> None:
        self.id = rule_id
        self.pattern = regex.compile(pattern)
        self.gives = gives
        self.needs = needs

    def apply(self, text: str, edits: list[Span]) -> str:
        pieces: list[str] = []
        at = 0
        for match in self.pattern.finditer(text):
            start, end = match.span()
            gives = match.expand(self.gives)
            pieces += (text[at:start], gives.ljust(end - start)[: end - start])
            edits.append(Span(start, end))
            at = end
        if not pieces:
            return text
        pieces.append(text[at:])
        return "".join(pieces)


class Normaliser:
    """Read the `normalise/` packs once, then turn any text into `NormalText`."""

    def __init__(self, rules: Rules) -> None:
        table: dict[int, str] = dict(_MATHEMATICAL)
        self._rewriters: list[_Rewriter] = []
        for file, model in rules.of(NormaliseFile):
            table.update({ord(old): new for old, new in model.characters.items()})
            self._rewriters += [_Rewriter(f"{file.path}/{r.slug}", r.pattern, r.gives, r.needs) for r in model.rewrites]
        self._table = table
        self._needs = Needs([rewriter.needs for rewriter in self._rewriters])

    def __call__(self, source: str) -> NormalText:
        """Return the normal form of `source`; equal length, never an error."""
        text = source.translate(self._table)
        edits: list[Span] = []
        met = self._needs.met(text)
        for number, rewriter in enumerate(self._rewriters) if met else ():
            if number in met:
                before, text = text, rewriter.apply(text, edits)
                if text is not before:
                    met = self._needs.met(text)
        return NormalText(text, source, _merged(edits))


def _merged(edits: list[Span]) -> tuple[Span, ...]:
    """Return the pieces in order, touching or overlapping ones of nested rewrites as one."""
    merged: list[Span] = []
    for edit in sorted(edits):
        if merged and edit.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, edit.end))
        else:
            merged.append(edit)
    return tuple(merged)
