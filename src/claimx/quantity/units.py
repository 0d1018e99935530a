"""Text behind a number in, the unit that stands there out; factors between units of a dimension."""

from __future__ import annotations

from typing import Final, NamedTuple

import regex

from claimx.packs.inflection import plural
from claimx.packs.loader import Rules
from claimx.packs.models import UnitFile

_GAP: Final = r"(?:\s{0,6}-?|\s{7,16}(?=%|x\b))"  # a percent or times sign may stand behind what is left of a formula
# The widest run of words a unit can be made of; whether it is one is looked up, longest first.
_CANDIDATE = regex.compile(
    rf"{_GAP}(%(?:[ -]?p(?:p|ts?|oints?)?(?![A-Za-z]))?|[A-Za-z]+(?:(?:\s?/\s?|\s{{1,6}}|-)%?[A-Za-z]+){{0,4}})"
)
_HEAD = regex.compile(rf"{_GAP}(%|[A-Za-z]+)")
# One or two words between a figure and its rate, which is then looked up: "132 million TATP transactions per second".
_WORD = regex.compile(
    r"(?:\s+(?!(?:of|in|at|on|to|and|or|by|more|fewer|less|times|than|with)\s)[A-Za-z][A-Za-z-]{1,14}){1,2}?"
    r"(?=\s+(?:[a-z]+(?:\s?/\s?s|\s+(?:per|a|each|every)\s+sec)|(?:[kmgtpe][a-z]{3})?flops?\b|[MGTPE](?:FLOPS|flops)\b))",
    regex.IGNORECASE,
)
_RATES: Final = frozenset(("rate", "flop_rate", "op_rate"))
_EACH_SECOND: Final = (
    "/s",
    "/sec",
    "/second",
    " per s",
    " per sec",
    " per second",
    " a second",
    " each second",
    " every second",
)
_NAMED = regex.compile(r"-?[A-Za-z]{2}")  # what makes of an X the beginning of a name
_BREAK = regex.compile(r"\s?/\s?|\s+|-|(?<=%)p")

_MEMORY_SIZES = frozenset("8 10 11 12 16 20 24 32 40 48 64 80 94 96 128 141 192 256 512".split())  # noqa: SIM905


class UnitHit(NamedTuple):
    """Name a unit found behind a number: its name, dimension and where its spelling ends."""

    unit: str
    dimension: str
    end: int


class UnitTable:
    """Know every unit of the packs by its spellings, and its factor to the base of its dimension."""

    def __init__(self, rules: Rules) -> None:
        self._symbols: dict[str, tuple[str, str]] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self.factors: dict[str, tuple[str, float]] = {}
        self.bases: dict[str, str] = {}
        self.stated: dict[str, str] = {}
        scaled: dict[str, str] = {}
        for _, file in rules.of(UnitFile):
            self.bases[file.dimension] = file.base
            for unit in file.units:
                self.factors[unit.unit] = (file.dimension, float(unit.factor))
                if unit.stated_as is not None:
                    self.stated[unit.unit] = unit.stated_as
                if unit.scaled_as is not None:
                    scaled[unit.unit] = unit.scaled_as
                entry = (unit.unit, file.dimension)
                self._symbols.update(dict.fromkeys(unit.symbols, entry))
                self._names.update(dict.fromkeys((_folded(name) for name in unit.names), entry))
                for noun in unit.counted:
                    self._names.update((form + tail, entry) for form in (noun, plural(noun)) for tail in _EACH_SECOND)
        self._scaled = {unit: (name, self.factors[name][0]) for unit, name in scaled.items() if name in self.factors}
        self._heads = {_BREAK.split(spelling)[0] for spelling in (*self._symbols, *self._names)}

    def find_unit(self, text: str, at: int, *, scaled: bool = False) -> UnitHit | None:
        """Return the longest unit that stands at `at` (a space or hyphen may come first).

        `scaled`: a scale word or letter stands before it, which makes some units others: points of data are items.
        """
        head = _HEAD.match(text, at)
        if head is None or not (head[1] in self._heads or head[1].lower() in self._heads or head[1][0] in "xX"):
            return None
        match = _CANDIDATE.match(text, at)
        if match is None:
            return None
        run, start = match[1], match.start(1)
        if run[0] in "xX" and run[1:2].isupper() and run[1] not in "xX" and start == at and "x" in self._symbols:
            return UnitHit(*self._symbols["x"], start + 1)
        breaks = [found.start() for found in _BREAK.finditer(run)]
        for cut in (len(run), *reversed(breaks)):
            piece = run[:cut]
            entry = self._symbols.get(piece) or self._names.get(_folded(piece))
            if entry is not None:
                after = text[start + cut : start + cut + 1]
                if piece in ("x", "X") and start > at and (after.isdigit() or _NAMED.match(text, start + cut)):
                    continue  # "four x86 servers", "1.4 XCOMET", "3 X-ray images"
                if scaled and entry[0] in self._scaled:
                    entry = self._scaled[entry[0]]
                elif entry[1] in ("items", "tokens") and not self._countable(text, start, start + cut, piece):
                    continue
                if not (after.isalnum() and after.isascii()) or piece in ("x", "X", "%"):
                    end = start + cut
                    return UnitHit(*entry, end + 6 if piece in ("x", "X") and text.startswith(" times", end) else end)
        return None

    @staticmethod
    def _countable(text: str, start: int, end: int, piece: str) -> bool:
        """Tell whether things are counted: "5 videos", "one-image", not "five video benchmarks" or "samples/kJ"."""
        if text[end : end + 1] == "/" and text[end + 1 : end + 2].isalpha():
            return False
        if piece[-1] in "sS":
            return True
        return text[end : end + 1] != "-" and (text[start - 1] == "-" or not text[end : end + 2].strip().isalpha())

    def find_rate(self, text: str, at: int) -> UnitHit | None:
        """Return the rate that stands behind one or two more words at `at`: "26.9 decoded tokens per second"."""
        word = _WORD.match(text, at)
        hit = self.find_unit(text, word.end()) if word else None
        return hit if hit is not None and hit.dimension in _RATES else None

    def convert(self, value: float, unit: str, to: str) -> float | None:
        """Return `value` of `unit` in `to`; None when the two measure different things."""
        if unit == to:
            return value
        (dimension, factor), (target, divisor) = self.factors.get(unit, ("", 1.0)), self.factors.get(to, ("-", 1.0))
        if dimension != target:
            return None
        ratio = factor / divisor
        return float(f"{value * ratio if ratio >= 1 else value / (divisor / factor):.15g}")

    def names(self) -> set[str]:
        """Return every spelled-out unit name, lower case, one space between words."""
        return set(self._names)

    def named(self, phrase: str) -> tuple[str, str] | None:
        """Return (unit, dimension) of a spelled-out name or a symbol."""
        return self._names.get(phrase) or self._symbols.get(phrase)


def _folded(name: str) -> str:
    """Return a spelling in lower case with hyphens as spaces and no space around slashes.

    >>> _folded("GPU-hours"), _folded("tokens / s")
    ('gpu hours', 'tokens/s')
    """
    folded = name.lower().replace("-", " ")
    if " " in folded:
        folded = " ".join(folded.split())
    return folded.replace(" /", "/").replace("/ ", "/") if "/" in folded else folded


def is_memory(text: str, end: int, digits: str) -> bool:
    """Tell whether a G behind a number is that of a device's memory: "A100-40G"."""
    return digits in _MEMORY_SIZES and text[end : end + 1] == "G" and not text[end + 1 : end + 2].isalnum()
