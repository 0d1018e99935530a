"""Example texts in: the plain text and the spans that «marks» enclose; or what is wrong with the marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claimx.span import Span

OPEN: Final = "«"
CLOSE: Final = "»"


class MarkError(ValueError):
    """Raise for marks that do not pair; `offset` counts in the marked text."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.what, self.offset = what, offset


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Hold an example: `text` without its marks and the marked `spans` in it, by start, outer first."""

    text: str
    spans: tuple[Span, ...]


def parse_marked(marked: str) -> MarkedText:
    """Return the text and its marked spans; two claims about one number are marked twice: ««2x»».

    >>> parse_marked("is «2x» faster")
    MarkedText(text='is 2x faster', spans=(Span(start=3, end=5),))
    >>> parse_marked("««20%»»").spans
    (Span(start=0, end=3), Span(start=0, end=3))
    """
    plain: list[str] = []
    opened: list[tuple[int, int]] = []
    spans: list[Span] = []
    for offset, character in enumerate(marked):
        if character == OPEN:
            opened.append((len(plain), offset))
        elif character != CLOSE:
            plain.append(character)
        elif not opened:
            raise MarkError("a » closes nothing", offset)
        else:
            start, where = opened.pop()
            if start == len(plain):
                raise MarkError("«» marks nothing", where)
            spans.append(Span(start, len(plain)))
    if opened:
        raise MarkError("a « is never closed", opened[-1][1])
    return MarkedText("".join(plain), tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


def show_marked(text: str, spans: tuple[Span, ...]) -> str:
    """Return the text with its spans marked again.

    >>> show_marked("is 2x faster", (Span(3, 5),))
    'is «2x» faster'
    """
    marks = sorted([(span.end, 0, CLOSE) for span in spans] + [(span.start, 1, OPEN) for span in spans])
    pieces, last = [], 0
    for offset, _, mark in marks:
        pieces += [text[last:offset], mark]
        last = offset
    return "".join((*pieces, text[last:]))
