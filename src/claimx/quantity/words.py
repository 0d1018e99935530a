"""Number words in, their quantities out: "one million GPU hours", "twice", "half", "an order of magnitude"."""

from __future__ import annotations

from decimal import Decimal

import regex

from claimx.packs.loader import Rules
from claimx.packs.models import NumberFile
from claimx.quantity.number import parse_number
from claimx.quantity.quantity import Quantity
from claimx.quantity.units import UnitTable

_TOTAL = regex.compile(r"\s+(?:total|active|activated|trainable|model)(?=\s)")
_COUPLE = regex.compile(r"\s+(?:couple|pair) of(?=\s)")
_WITHIN = frozenset(
    ("within", "in", "under", "less than", "about", "over", "than", "only", "just", "nearly", "takes", "below")
)


class NumberWords:
    """Know the number words of the packs, and read the quantities they begin."""

    def __init__(self, rules: Rules, units: UnitTable) -> None:
        self._units = units
        self.letters: dict[str, Decimal] = {}
        self.scales: dict[str, Decimal] = {}
        self.words: dict[str, float] = {}
        self.fractions: dict[str, float] = {}
        self.multiples: dict[str, float] = {}
        self.divisors: dict[str, float] = {}
        magnitudes: list[str] = []
        for _, file in rules.of(NumberFile):
            self.letters.update({k: Decimal(str(v)) for k, v in file.letters.items()})
            self.scales.update({k: Decimal(str(v)) for k, v in file.scales.items()})
            for known, more in (
                (self.words, file.words),
                (self.fractions, file.fractions),
                (self.multiples, file.multiples),
                (self.divisors, file.divisors),
            ):
                known.update({k: float(v) for k, v in more.items()})
            magnitudes += file.magnitudes
        parts = "|".join(self.fractions)
        self._parts = regex.compile(
            rf"(?i)[\s-]+((?:{parts or '(?!)'})s?)\b(?=\s+(?:of|the|as|fewer|less|its|smaller)\b|\s*[,.;)])"
        )
        self._ranged = regex.compile(rf"(?i)\s*(?:to|-)\s*({'|'.join(self.words) or '(?!)'})\b")
        self._scaled = regex.compile(rf"(?i)[\s-]+({'|'.join(self.scales) or '(?!)'})\b")
        number = "|".join(("an?", *self.words, r"\d+(?:\.\d+)?"))
        self._magnitude = regex.compile(
            rf"(?i)(?:\b({number})(?:(?:\s?[-~]\s?|\s+(?:to|or)\s+)({number}))?[\s-]+(?:full\s+|whole\s+)?)"
            rf"({'|'.join(magnitudes) or '(?!)'})s?\b"
        )

    def find_magnitudes(self, text: str, start: int, end: int) -> list[Quantity]:
        """Return "two orders of magnitude" and its like as factors (a power of ten)."""
        if "magnitude" not in text[start:end].lower():
            return []
        found = []
        for match in self._magnitude.finditer(text, start, end):
            low = self._exponent(match[1])
            high = self._exponent(match[2]) if match[2] else None
            values = [10.0**n for n in (low, high) if n is not None and n < 30]
            if values:
                top = values[1] if len(values) == 2 and values[1] > values[0] else None
                found.append(Quantity(match.start(), match.end(), match.end(1), values[0], top, "x", "ratio"))
        return found

    def begins(self, word: str) -> bool:
        """Tell whether a quantity may begin with a word."""
        head = word.partition("-")[0]
        whole = word in self.multiples or word in self.divisors
        return whole or head in self.words or head in self.scales or head in self.fractions

    def word_quantity(self, text: str, start: int, end: int, word: str) -> Quantity | None:
        """Return the quantity that begins with the number word `text[start:end]`, if one does."""
        if word in self.multiples:
            return Quantity(start, end, end, self.multiples[word], None, "x", "ratio", word=word)
        if word in self.divisors:
            return Quantity(start, end, end, self.divisors[word], None, "x", "ratio", word=word, sign="-")
        head = word.partition("-")[0]
        end = start + len(head)
        if head in self.scales:
            return self._scale_alone(text, start, end, head)
        if head in self.fractions:
            return self._fraction(text, start, end, head)
        value = self.words.get(head)
        if value is None:
            return None
        parted = self._parts.match(text, end)
        if parted:
            share = value * self.fractions[parted[1].lower().rstrip("s")] * 100
            kind = "half" if share == 50 else "fraction"
            return Quantity(start, parted.end(), parted.end(), share, None, "%", kind, word=parted[0])
        return self._word_range(text, start, end, head) or self._counted(text, start, end, word)

    def _scale_alone(self, text: str, start: int, end: int, head: str) -> Quantity | None:
        """Return "(a) trillion parameters": a scale word counts alone only before parameters or tokens."""
        kind = _TOTAL.match(text, end)
        hit = self._units.find_unit(text, kind.end() if kind else end)
        if hit is None or hit.dimension not in ("parameters", "tokens"):
            return None
        return Quantity(start, hit.end, end, float(self.scales[head]), None, hit.unit, hit.dimension, scale=head)

    def _word_range(self, text: str, start: int, end: int, head: str) -> Quantity | None:
        """Return "two to four times"."""
        ranged = self._ranged.match(text, end)
        hit = self._units.find_unit(text, ranged.end()) if ranged else None
        if ranged is None or hit is None or self.words[ranged[1].lower()] <= self.words[head]:
            return None
        low, high = self.words[head], self.words[ranged[1].lower()]
        return Quantity(start, hit.end, ranged.end(), low, high, hit.unit, hit.dimension, word=head)

    def _counted(self, text: str, start: int, end: int, word: str) -> Quantity:
        """Return a number word with its scale and unit: "one million GPU hours", "three"."""
        head = word.partition("-")[0]
        value, scale = self.words[head], ""
        scaled = self._scaled.match(text, end)
        if scaled is not None:
            scale, end = scaled[1].lower(), scaled.end(1)
            value = float(Decimal(str(value)) * self.scales[scale])
        hit = self._units.find_unit(text, end)
        if hit is None:
            return Quantity(start, end, end, value, None, None, "number", scale=scale, word=word)
        return Quantity(start, hit.end, end, value, None, hit.unit, hit.dimension, scale=scale, word=head)

    def article_quantity(self, text: str, start: int, end: int, lead: str) -> Quantity | None:
        """Return "a couple of days", "(in) a day" and "a third (of)" for the article at `text[start:end]`."""
        parted = self._parts.match(text, end)
        if parted and parted[1].lower() != "half":
            share = self.fractions[parted[1].lower().rstrip("s")] * 100
            return Quantity(start, parted.end(), parted.end(), share, None, "%", "fraction", word=parted[0])
        couple = _COUPLE.match(text, end)
        if not couple and lead not in _WITHIN:
            return None
        hit = self._units.find_unit(text, couple.end() if couple else end)
        if hit is None or hit.dimension not in ("time", "device_time"):
            return None
        if couple:
            found = Quantity(start, hit.end, couple.end(), 2.0, None, hit.unit, hit.dimension, word="couple")
            found.qualifier = "about"
            return found
        found = Quantity(start, hit.end, end, 1.0, None, hit.unit, hit.dimension, word="a")
        found.qualifier = "under" if lead == "within" else "exact"
        return found

    def _fraction(self, text: str, start: int, end: int, word: str) -> Quantity | None:
        """Return "half"; an ordinal alone is no fraction."""
        if word != "half" or text[end : end + 1] == "-":
            return None
        return Quantity(start, end, end, self.fractions[word] * 100, None, "%", "half", word=word)

    def _exponent(self, word: str) -> float | None:
        word = word.lower()
        if word in ("a", "an"):
            return 1.0
        return self.words.get(word, None) if word in self.words else parse_number(word)
