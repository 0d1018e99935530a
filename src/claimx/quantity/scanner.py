"""A normalised text in, its quantities out: digits are the anchor, words are looked up on demand."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

from claimx.packs.loader import Rules
from claimx.packs.models import NumberFile
from claimx.quantity.number import NUMBER, parse_number
from claimx.quantity.quantity import Quantity
from claimx.quantity.units import UnitTable

_JOIN = regex.compile(r"\s{0,9}[-~]{1,2}\s{0,9}(?=\d)|\s+(to|and|through)\s+(?:up to |over |about |nearly |~\s?)?(?=\d)")
_BEFORE_RANGE = regex.compile(r"(?i)\b(?:(between|within)|(from))\s+(?:below |under |less than |nearly |approximately |just |about |roughly |around |over |~\s?|up to )?$")
_FRACTION = regex.compile(r"(\d+)/(\d+)(?:th|rd)?(?=\s+(?:of|the|as|fewer|less|that)\b|\s*$|\s*[,.;)])")
_TOTAL = regex.compile(r"\s+(?:total|active|activated|trainable|model)(?=\s)")
_COUPLE = regex.compile(r"\s+(?:couple|pair) of(?=\s)")
_WITHIN = frozenset(("within", "in", "under", "less than", "about", "over", "than", "only", "just", "nearly", "takes", "below"))
_MEMORY_SIZES = frozenset("8 10 11 12 16 20 24 32 40 48 64 80 94 96 128 141 192 256 512".split())
_COMPOUND = regex.compile(r"-[A-Za-z]{2}")
_MARK = regex.compile(r"(?:[~<>≤≥]\s*=?)\s*$")


class _Part(NamedTuple):
    """One number of a quantity: digits, scale, unit, and where each ends."""

    start: int
    number_end: int
    end: int
    digits: str
    power: str | None
    scale: str
    unit: str | None
    dimension: str


class QuantityScanner:
    """Find quantities with the number words and units of the packs."""

    def __init__(self, rules: Rules) -> None:
        self.units = UnitTable(rules)
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
        letters = "".join(self.letters)
        self._glued = regex.compile(rf"(?:([{letters}])|(\s[{letters}](?=[\s-][A-Za-z]{{4}})))(?![A-Za-z\d])") if letters else None
        parts = "|".join(self.fractions)
        self._parts = regex.compile(rf"(?i)[\s-]+((?:{parts or '(?!)'})s?)\b(?=\s+(?:of|the|as|fewer|less|its|smaller)\b|\s*[,.;)])")
        self._word_range = regex.compile(rf"(?i)\s*(?:to|-)\s*({'|'.join(self.words) or '(?!)'})\b")
        self._worded = regex.compile(rf"(?i)[\s-]+({'|'.join(self.scales) or '(?!)'})\b")
        number = "|".join(("an?", *self.words, r"\d+(?:\.\d+)?"))
        self._magnitude = regex.compile(
            rf"(?i)(?:\b({number})(?:(?:\s?[-~]\s?|\s+(?:to|or)\s+)({number}))?[\s-]+(?:full\s+|whole\s+)?)"
            rf"({'|'.join(magnitudes) or '(?!)'})s?\b"
        )

    def find_quantities(self, text: str, start: int, end: int) -> list[Quantity]:
        """Return the quantities written with digits in `text[start:end]`, in order.

        Nothing is guarded here: what lies inside a guarded span or a name is dropped by the caller.
        """
        found: list[Quantity] = []
        at = start
        for match in NUMBER.finditer(text, start, end):
            if match.start() < at:
                continue
            quantities = self._read(text, match, found[-1] if found else None)
            found += quantities
            if quantities:
                at = quantities[-1].end
        return found

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

    def word_quantity(self, text: str, start: int, end: int, word: str) -> Quantity | None:
        """Return the quantity that begins with the number word `text[start:end]`, if one does."""
        if word in self.multiples:
            return Quantity(start, end, end, self.multiples[word], None, "x", "ratio", word=word)
        if word in self.divisors:
            return Quantity(start, end, end, self.divisors[word], None, "x", "ratio", word=word, sign="-")
        head = word.partition("-")[0]
        end = start + len(head)
        if head in self.scales:
            kind = _TOTAL.match(text, end)
            hit = self.units.find_unit(text, kind.end() if kind else end)
            if hit is None or hit.dimension not in ("parameters", "tokens"):
                return None
            return Quantity(start, hit.end, end, float(self.scales[head]), None, hit.unit, hit.dimension, scale=head)
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
        number_end, scale = end, ""
        scaled = self._worded.match(text, end)
        if scaled:
            scale, number_end = scaled[1].lower(), scaled.end(1)
            value = float(Decimal(str(value)) * self.scales[scale])
        ranged = self._word_range.match(text, end)
        if ranged and not scaled:
            hit = self.units.find_unit(text, ranged.end())
            high = self.words[ranged[1].lower()]
            if hit is not None and high > value:
                return Quantity(start, hit.end, ranged.end(), value, high, hit.unit, hit.dimension, word=head)
        hit = self.units.find_unit(text, number_end)
        if hit is None:
            return Quantity(start, number_end, number_end, value, None, None, "number", scale=scale, word=word)
        return Quantity(start, hit.end, number_end, value, None, hit.unit, hit.dimension, scale=scale, word=head)

    def article_quantity(self, text: str, start: int, end: int, lead: str) -> Quantity | None:
        """Return "a couple of days", "(in) a day" and "a third (of)" for the article at `text[start:end]`."""
        parted = self._parts.match(text, end)
        if parted and parted[1].lower() != "half":
            share = self.fractions[parted[1].lower().rstrip("s")] * 100
            return Quantity(start, parted.end(), parted.end(), share, None, "%", "fraction", word=parted[0])
        couple = _COUPLE.match(text, end)
        hit = self.units.find_unit(text, couple.end() if couple else end)
        if hit is None or hit.dimension not in ("time", "device_time"):
            return None
        if couple:
            found = Quantity(start, hit.end, couple.end(), 2.0, None, hit.unit, hit.dimension, word="couple")
            found.qualifier = "about"
            return found
        if lead not in _WITHIN:
            return None
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

    def _read(self, text: str, match: regex.Match[str], before: Quantity | None) -> list[Quantity]:
        start = match.start()
        sign = self._prefix(text, start)
        if sign is None:
            return []
        fraction = _FRACTION.match(text, start)
        if fraction and int(fraction[2]) > int(fraction[1]) > 0 and int(fraction[2]) <= 1000:
            value = 100.0 * int(fraction[1]) / int(fraction[2])
            end = fraction.end()
            return [Quantity(start, end, end, value, None, "%", "fraction", word=fraction[0])]
        first = self._part(text, match)
        if first is None:
            return []
        if text[first.end : first.end + 1] == "/" and text[first.end + 1 : first.end + 2].isdigit() and not first.unit:
            listed = self._slashed(text, first)
            if listed:
                return listed
        joined = _JOIN.match(text, first.end)
        if joined:
            second_match = NUMBER.match(text, joined.end())
            second = self._part(text, second_match) if second_match else None
            ranged = self._range(text, first, second, joined[1]) if second else None
            if ranged:
                return [_marked(text, q, sign) for q in ranged]
        quantity = self._quantity(text, first)
        return [_marked(text, quantity, sign)] if quantity else []

    @staticmethod
    def _prefix(text: str, start: int) -> str | None:
        """Return the sign in front of a number; None when it is the tail of a name."""
        if start == 0:
            return ""
        last, before = text[start - 1], text[start - 2 : start - 1]
        if last in "xX":
            return "x" if not before.isalnum() and before not in ("-", "_") else None
        if last.isalpha() or last in "_^\\@#'.:":
            if last == "." and before in ("", " ", "<", "~", ">", "("):
                return "."
            return None
        if last == "-":
            if before.isalpha():
                word = text[max(0, start - 5) : start - 1].lower()
                return "sub" if word.endswith("sub") else None
            return "-" if before in ("", " ", "(", "~", ",") else ("" if not before.isdigit() else None)
        if last == "+":
            return None if before.isdigit() else "+"
        if last == "/" and before.isalpha() and not text[start - 3 : start - 2].isdigit():
            return None
        if last == "," and before.isdigit():
            return ""
        return ""

    def _part(self, text: str, match: regex.Match[str]) -> _Part | None:
        """Return a number with its scale and unit; None when letters are glued to it."""
        end = match.end()
        hit = self.units.find_unit(text, end + 1 if text[end : end + 2] in ("+%", "+x") else end)
        scale = ""
        number_end = end
        if hit is None or text[end : end + 1] in self.letters:
            glued = self._glued.match(text, end) if self._glued else None
            if glued:
                scale, number_end = glued[0].strip(), glued.end()
            else:
                worded = self._worded.match(text, end)
                if worded:
                    scale, number_end = worded[1].lower(), worded.end(1)
            if scale:
                hit = self.units.find_unit(text, number_end)
        if hit is None:
            after = text[number_end : number_end + 1]
            if after == "G" and match["digits"] in _MEMORY_SIZES and not text[number_end + 1 : number_end + 2].isalnum() and not scale:
                return _Part(match.start(), end, end + 1, match["digits"], match["power"], "", "GB", "bytes")
            if after.isalpha() and after.isascii() or after == "_":
                return None
            return _Part(match.start(), number_end, number_end, match["digits"], match["power"], scale, None, "number")
        return _Part(match.start(), number_end, hit.end, match["digits"], match["power"], scale, hit.unit, hit.dimension)

    def _value(self, part: _Part, scale: str) -> float | None:
        factor = self.letters.get(scale) or self.scales.get(scale)
        return parse_number(part.digits, part.power, factor)

    def _quantity(self, text: str, part: _Part) -> Quantity | None:
        value = self._value(part, part.scale)
        if value is None:
            return None
        quantity = Quantity(
            part.start, part.end, part.number_end, value, None, part.unit, part.dimension, scale=part.scale
        )
        quantity.decimal = "." in part.digits
        quantity.compound = part.unit is None and part.scale == "" and _COMPOUND.match(text, part.end) is not None
        return quantity

    def _range(self, text: str, first: _Part, second: _Part, word: str | None) -> list[Quantity] | None:
        """Return one range, or its two ends where the order says a change; None when it is no range."""
        lead = _BEFORE_RANGE.search(text, max(0, first.start - 24), first.start)
        if word == "and" and not (lead and lead[1]):
            return None
        if first.unit and second.unit and first.dimension != second.dimension:
            return None
        if first.unit and not second.unit:
            return None
        scale = first.scale or ("" if first.unit else second.scale)
        low, high = self._value(first, scale), self._value(second, second.scale)
        if low is None or high is None:
            return None
        unit = second.unit
        if first.unit and first.unit != unit:
            converted = self.units.convert(low, first.unit, second.unit or "")
            if converted is None:
                return None
            low = converted
        changed = bool(lead and lead[2]) and word == "to"
        if low >= high:
            if not (changed or word == "to"):
                return None
            one = Quantity(first.start, first.end, first.number_end, low, None, unit, second.dimension, scale=scale)
            two = Quantity(second.start, second.end, second.number_end, high, None, unit, second.dimension, scale=second.scale)
            one.word, two.word = "from", "to"
            return [one, two]
        quantity = Quantity(
            first.start, second.end, second.number_end, low, high, unit, second.dimension, scale=second.scale
        )
        if word == "to":
            quantity.split, quantity.first_end = second.start, first.end
            quantity.word = "from" if changed else ""
        return [quantity]

    def _slashed(self, text: str, first: _Part) -> list[Quantity]:
        """Return the members of "3/8/32B": they share the scale and unit of the last."""
        parts = [first]
        while text[parts[-1].end : parts[-1].end + 1] == "/":
            match = NUMBER.match(text, parts[-1].end + 1)
            part = self._part(text, match) if match else None
            if part is None:
                break
            parts.append(part)
        last = parts[-1]
        if len(parts) < 2 or not (last.unit or last.scale):
            return []
        found = []
        for part in parts:
            value = self._value(part, part.scale or last.scale)
            if value is not None:
                end = last.end if part is last else part.number_end
                scale = part.scale or last.scale
                found.append(Quantity(part.start, end, part.number_end, value, None, last.unit, last.dimension, scale=scale))
        return found


def _marked(text: str, quantity: Quantity, sign: str) -> Quantity:
    """Take in what is written in front of and behind the number: sign, bound, currency, plus."""
    start = quantity.start
    if sign == "x":
        quantity.start -= 1
        if quantity.unit is None:
            quantity.unit, quantity.dimension = "x", "ratio"
        start -= 1
    elif sign == ".":
        quantity.start -= 1
        digits = text[quantity.start : quantity.number_end]
        quantity.value = parse_number("0" + digits.strip()) or quantity.value
    elif sign == "sub":
        quantity.bound = "<"
    elif sign in ("+", "-"):
        quantity.sign = sign
        start -= 1
    before = text[start - 1 : start]
    if before == "$" and quantity.unit is None:
        quantity.start = start - 1
        quantity.unit, quantity.dimension = "USD", "usd"
        start -= 1
    if before in "~<>≤≥ =":
        mark = _MARK.search(text, max(0, start - 12), start)
        if mark:
            quantity.bound = mark[0].strip()[:1]
    after = text[quantity.end : quantity.end + 1]
    if after == "+" or text[quantity.number_end : quantity.number_end + 1] == "+":
        quantity.plus = True
    if after in "↑↓" and after:
        quantity.sign = "+" if after == "↑" else "-"
        quantity.end += 1
    return quantity
