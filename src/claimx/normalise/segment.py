"""A normalised text in, its sentences as spans out."""

from __future__ import annotations

import re
from typing import Final

from claimx.span import Span

# The space behind a full stop gets lost in catalogues; these words open a sentence even so.
_OPENERS: Final = (
    "The|This|These|We|Our|In|It|To|For|As|At|On|By|With|When|While|Its|They|However|Moreover|Furthermore|Additionally|"
    "Finally|Overall|Specifically|Experiments?|Experimental|Results|Compared|Extensive|Based|Using|Here|There|Thus"
)
_BOUNDARY: Final = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z\d\\$])")
_LOST: Final = re.compile(rf"{_BOUNDARY.pattern}|(?<=[a-z%)])\.(?=(?:{_OPENERS})\s)")
_GLUED: Final = re.compile(r"\.[A-Z]")
# What ends in a dot without ending a sentence.
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|al|[Ff]igs?|[Ee]qs?|[Ss]ecs?|vs|cf|resp|approx|ca|[Nn]o|[Dd]r|[Pp]rof|[Mm]r|[Mm]s|St|"
    r"Inc|Ltd|a\.k\.a|w\.r\.t|viz|incl|avg|max|min|seq|rel|abs|[Vv]ol|[Cc]h|[Tt]ab|[Rr]ef)|\b[A-Z])\.$"
)


def find_sentences(text: str) -> list[Span]:
    """Return the sentences of a text, without the white space between them.

    >>> find_sentences("It is fast, e.g. 2x. We win.")
    [Span(start=0, end=20), Span(start=21, end=28)]
    """
    found: list[Span] = []
    start = 0
    for match in (_LOST if _GLUED.search(text) else _BOUNDARY).finditer(text):
        dot = match.start() + 1
        if text[match.start()] == "." and _ABBREVIATION.search(text, max(start, dot - 8), dot):
            continue
        found.append(Span(start, match.start() + len(match[0].rstrip())))
        start = match.end()
    end = len(text.rstrip())
    if end > start:
        found.append(Span(start, end))
    return found
