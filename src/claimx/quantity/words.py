"""Number words in, their quantities out: "one million GPU hours", "twice", "half", "an order of magnitude"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import regex

from claimx.packs.loader import Rules
from claimx.packs.models import NumberFile
from claimx.quantity.number import parse_number
from claimx.quantity.quantity import Quantity
from claimx.quantity.units import UnitTable

_TOTAL = regex.compile(r"\s+(?:total|active|activated|trainable|model)(?=\s)")
_COUPLE = regex.compile(r"\s+couple of(?=\s)")
_PAIR = regex.compile(r"\s+pair of(?=\s[A-Z])")
_SOME = regex.compile(r"(?i)\b(?:few|several|some|many)[\s-]+$")
_SHORT = 2  # letters of a shortened scale word, which counts only behind digits: 3 bn
_LARGE = 1000  # a smaller scale word counts, it does not scale: two hundred, a dozen
_OF_ONE = regex.compile(r"(?i)\s+(?:of\s+)?an?(?=\s)|(?=\s+(?:GPU|TPU|CPU)[- ](?:hours?|days?)\b)")
_AND_HALF = regex.compile(r"(?i)\s+and a half(?=\s)")
_POINTED = regex.compile(r"\s+(?:of|in|on|from|behind|below|above|overall|off|or)\b|[,.;)]|$")
_NEAR = frozenset(("within", "about", "under", "less than", "than", "by", "almost", "nearly", "around", "half"))
_WITHIN = frozenset(
    ("within", "in", "under", "less than", "about", "over", "than", "only", "just", "nearly", "takes", "below")
)

# What may stand behind a fraction in words; of "a third" it tells the part from the ordinal.
_BEHIND_PART: Final = (
    "of|the|as|fewer|less|lower|shorter|its|smaller|while|when|compared|relative|without|versus|vs|over|that"
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
        suffixes: list[str] = []
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
            suffixes += file.suffixes
        self.multiples |= {f"{word}{suffix}": value for word, value in self._folding() for suffix in suffixes}
        parts = "|".join(self.fractions)
        self._parts = regex.compile(
            rf"(?i)[\s-]+((?:{parts or '(?!)'})s?)\b(?=\s+(?:{_BEHIND_PART})\b|\s*[,.;)]|(?<=\bby \S+ \S+)\s+and\b)"
        )
        self._nominal = regex.compile(rf"(?i)\s+({parts or '(?!)'})(?=\s)")
        self._ranged = regex.compile(rf"(?i)\s*(?:times\s+)?(?:to|-)\s*({'|'.join(self.words) or '(?!)'})\b")
        self._scaled = regex.compile(rf"(?i)[\s-]+({'|'.join(self.scales) or '(?!)'})\b")
        named = "|".join(magnitudes).replace(" ", "[ -]") or "(?!)"
        number = "|".join(("an?", *self.words, r"\d+(?:\.\d+)?"))
        self._magnitude = regex.compile(
            rf"(?i)(?:\b({number})(?:(?:\s?[-~]\s?|\s+(?:to|or)\s+)({number}))?[\s-]+(?:full\s+|whole\s+)?)"
            rf"(?:{named})s?\b|\b(?<=(?:,|\band|\bor|\bwith|\bby) )(?!orders)(?:{named})\b(?! of)"
        )

    def _folding(self) -> list[tuple[str, float]]:
        """Return the number words that a suffix makes a factor of."""
        scales = ((word, float(value)) for word, value in self.scales.items())
        return [(word, value) for word, value in (*scales, *self.words.items()) if value > 1]

    def anchors(self) -> list[str]:
        """Return every word an amount may begin with."""
        spoken = (self.words, self.scales, self.fractions, self.multiples, self.divisors)
        return [word for words in spoken for word in words] + ["magnitude", "magnitudes"]

    def find_magnitudes(self, text: str, start: int, end: int) -> list[Quantity]:
        """Return "two orders of magnitude" and its like as factors (a power of ten)."""
        if "magnitude" not in text[start:end].lower():
            return []
        found = []
        for match in self._magnitude.finditer(text, start, end):
            low = self._exponent(match[1]) if match[1] else 1
            high = self._exponent(match[2]) if match[2] else None
            values = [10.0**n for n in (low, high) if n is not None and n < 30]
            if values:
                top = values[1] if len(values) == 2 and values[1] > values[0] else None
                found.append(
                    Quantity(match.start(), match.end(), max(match.end(1), match.start()), values[0], top, "x", "ratio")
                )
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
            if self._scaled.match(text, end) and not _SOME.search(text, max(0, start - 12), start):
                return self._counted(text, start, end, word, float(self.scales[head]))  # "hundred-billion-parameter"
            return self._scale_alone(text, start, end, head)
        if head in self.fractions:
            return self._fraction(text, start, end, head)
        value = self.words.get(head)
        if value is None:
            return None
        value, end = self._tens(word, value, start, end)
        parted = self._parts.match(text, end)
        if parted:
            share = value * self.fractions[parted[1].lower().rstrip("s")] * 100
            kind = "half" if share == 50 else "fraction"
            return Quantity(start, parted.end(), parted.end(), share, None, "%", kind, word=parted[0])
        return self._word_range(text, start, end, value) or self._counted(text, start, end, word, value)

    def _scale_alone(self, text: str, start: int, end: int, head: str) -> Quantity | None:
        """Return "(a) trillion parameters", "billion-point": a scale word counts alone only before some units."""
        if len(head) <= _SHORT:
            return None  # "the BN parameters"
        kind = _TOTAL.match(text, end)
        hit = self._units.find_unit(text, kind.end() if kind else end, scaled=True)
        if hit is None or hit.dimension not in ("parameters", "tokens", "items"):
            return None
        if hit.dimension == "items" and text[end : end + 1] != "-":
            return None
        return Quantity(start, hit.end, end, float(self.scales[head]), None, hit.unit, hit.dimension, scale=head)

    def _word_range(self, text: str, start: int, end: int, low: float) -> Quantity | None:
        """Return "two to four times"."""
        ranged = self._ranged.match(text, end)
        hit = self._units.find_unit(text, ranged.end()) if ranged else None
        if ranged is None or hit is None or self.words[ranged[1].lower()] <= low:
            return None
        high = self.words[ranged[1].lower()]
        return Quantity(start, hit.end, ranged.end(), low, high, hit.unit, hit.dimension, word=ranged[0])

    def _tens(self, word: str, value: float, start: int, end: int) -> tuple[float, int]:
        """Return the value of "twenty-five" and where it ends; of another word its own."""
        ones = word.split("-")[1] if "-" in word else ""
        if value < 20 or value % 10 or not 0 < self.words.get(ones, 0) < 10:
            return value, end
        return value + self.words[ones], end + 1 + len(ones)

    def _counted(self, text: str, start: int, end: int, said: str, value: float) -> Quantity:
        """Return a number word with its scales and unit: "one million GPU hours", "two hundred thousand", "three"."""
        head, scale = said.partition("-")[0], ""
        if (mixed := _AND_HALF.match(text, end)) is not None:
            value, end = value + 0.5, mixed.end()
        while (scaled := self._scaled.match(text, end)) is not None:
            word, end = scaled[1].lower(), scaled.end(1)
            value = float(Decimal(str(value)) * self.scales[word])
            scale = word if self.scales[word] >= _LARGE else scale
        hit = self._units.find_unit(text, end, scaled=bool(scale)) or self._units.find_rate(text, end)
        if hit is None:
            compound = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
            return Quantity(start, end, end, value, None, None, "number", scale=scale, word=said, compound=compound)
        return Quantity(start, hit.end, end, value, None, hit.unit, hit.dimension, scale=scale, word=head)

    def article_quantity(self, text: str, start: int, end: int, lead: str) -> Quantity | None:
        """Return "a couple of days", "(in) a day" and "a third (of)" for the article at `text[start:end]`."""
        parted = self._parts.match(text, end)
        fraction = self._nominal.match(text, end)
        measured = self._part_of_unit(text, start, fraction.end(), fraction[1].lower()) if fraction else None
        if measured:
            return measured
        if parted and parted[1].lower() != "half":
            share = self.fractions[parted[1].lower().rstrip("s")] * 100
            return Quantity(start, parted.end(), parted.end(), share, None, "%", "fraction", word=parted[0])
        pair = _PAIR.match(text, end)
        if pair:
            return Quantity(start, pair.end(), pair.end(), 2.0, None, None, "number", word="pair")
        scaled = self._scaled.match(text, end)
        if scaled and text[scaled.end() : scaled.end() + 1] == " ":
            return self._counted(text, start, end, "a", 1.0)
        couple = _COUPLE.match(text, end)
        if not couple and lead not in _WITHIN:
            return None
        hit = self._units.find_unit(text, couple.end() if couple else end)
        pointed = hit is not None and hit.dimension == "points" and lead in _NEAR and _POINTED.match(text, hit.end)
        if hit is None or not (pointed or hit.dimension in ("time", "device_time")):
            return None
        if couple:
            found = Quantity(start, hit.end, couple.end(), 2.0, None, hit.unit, hit.dimension, word="couple")
            found.qualifier = "about"
            return found
        found = Quantity(start, hit.end, end, 1.0, None, hit.unit, hit.dimension, word="a")
        found.qualifier = "under" if lead == "within" else "exact"
        return found

    def _fraction(self, text: str, start: int, end: int, word: str) -> Quantity | None:
        """Return "half" and "half an hour"; an ordinal alone is no fraction."""
        measured = self._part_of_unit(text, start, end, word) if word == "half" else None
        if measured:
            return measured
        if word != "half" or text[end : end + 1] == "-":
            return None
        return Quantity(start, end, end, self.fractions[word] * 100, None, "%", "half", word=word)

    def _part_of_unit(self, text: str, start: int, end: int, word: str) -> Quantity | None:
        """Return a fraction of one unit as an amount of it: half an hour, a quarter of a million images."""
        one = _OF_ONE.match(text, end)
        scaled = self._scaled.match(text, one.end() if one else end)
        if one is None and scaled is None:
            return None
        scale, end = (scaled[1].lower(), scaled.end(1)) if scaled else ("", one.end() if one else end)
        hit = self._units.find_unit(text, end)
        if hit is None or not (scale or hit.dimension in ("time", "device_time", "points")):
            return None
        value = self.fractions[word] * float(self.scales.get(scale, 1))
        return Quantity(start, hit.end, end, value, None, hit.unit, hit.dimension, scale=scale, word=word)

    def _exponent(self, word: str) -> float | None:
        word = word.lower()
        if word in ("a", "an"):
            return 1.0
        return self.words.get(word, None) if word in self.words else parse_number(word)
