"""A device's name in, the devices out that leave out what their names share with it: "Raspberry Pi 3, 4, and 5"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from claimx.mention.catalogue import Catalogue
from claimx.mention.mention import Mention

_NEXT: Final = regex.compile(
    r"(?:\s?/\s?|,? (?:and|or|&) (?:the )?|, (?:and |or )?)"
    r"(?P<name>(?P<head>[A-Za-z]?\d{1,4}[A-Za-z]{0,2}|[A-Z][a-z]+(?: \d)?)"
    r"(?: (?:Pro|Max|Ultra|Ti|Plus|Mini|Nano|NX|Super))?)"
    r"(?![\w%+]|[.-]\w)"
)
# What may follow a name that is a bare number, lest "a Raspberry Pi 4 and 2 laptops" be two boards.
_ENDS: Final = regex.compile(
    r"\s*(?:$|[.,;:)/]|(?:and|or|with|without|using|for|as|is|are|in|on|to|at|devices?|boards?|platforms?|phones?|"
    r"smartphones?|series|GPUs?|CPUs?|chips?|SoCs?|systems?)\b)"
)
_WORDS: Final = 3  # words of a name that another may leave out


def elided(catalogue: Catalogue, text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the devices that follow the one named at `text[start:end]` without the beginning of its name."""
    words = text[start:end].replace("-", " ").split(" ")
    while len(words) > 1 and (following := _NEXT.match(text, end)) is not None:
        if following["head"].isdigit() and not _ENDS.match(text, following.end()):
            return
        entry = next(
            (
                found
                for kept in range(len(words) - 1, max(0, len(words) - 1 - _WORDS), -1)
                if (found := catalogue.named(" ".join((*words[:kept], following["name"])))) is not None
            ),
            None,
        )
        if entry is None or entry.kind != "device":
            return
        yield Mention("device", following.start("name"), following.end("name"), entry.name, entry.device_class)
        end = following.end("name")
