"""A normalised text in, its quantities out: digits are the anchor, words are looked up on demand."""

from __future__ import annotations

import regex

from claimx.packs.loader import Rules
from claimx.quantity.number import NUMBER, parse_number
from claimx.quantity.part import Part
from claimx.quantity.quantity import Quantity
from claimx.quantity.times import add_up_times
from claimx.quantity.units import UnitHit, UnitTable, is_memory
from claimx.quantity.words import NumberWords

_JOIN = regex.compile(
    r"\s{0,24}[-~]{1,2}\s{0,24}(?=x?\d)|-(to)-(?=\d)|"
    r"\s+(?:up\s*)?(to|and|through)(?:\s+(?:up to |over |about |nearly |~\s?)?|~)(?=\+?\d)"
)
_BEFORE_RANGE = regex.compile(
    r"(?i)\b(?:(between|within)|(from))\s+(?:(?:an?|the|its) (?:baseline|initial|average|original|previous)(?: of)? )?"
    r"(?:below |under |less than |nearly |approximately |just |about |roughly |around |over |~\s?|up to )?$"
)
# A list that a change comes from, before its last member: "from 37.4%, 38.4%, and ".
_FROM_LIST = regex.compile(r"\bfrom\s+(?:\d++(?:\.\d++)?\s?[%A-Za-z]{0,3}(?:,\s+|/)){1,8}(?:and\s+)?$")
_AFTER_PLUS = ("%", "x", " ", "-")
# A figure that a slash joins to the word of another: "72.0% mIoU/273.6 FPS".
_UNITED = regex.compile(r"\d+(?:\.\d+)?\s?(?:%|(?:FPS|fps|ms)\b)")
_FRACTION = regex.compile(
    r"(\d+)/(\d+)(?:-?(?:th|rd)\b|(?=\s+(?:of|the|as|fewer|less|that)\b|\s*$|\s*(?:[,;)]|\.(?!\d)))|"
    r"(?<=\b(?:only|just|merely|mere|about|nearly|roughly|to|than)\s{0,3}~?1/\d+)(?=\s+[A-Za-z]))"
)
# How far off a figure may be, between it and its unit: "2.76 ± 0.09%".
_DEVIATION = regex.compile(r"\s{0,4}(\()?(?:±|\+/?-|\\pm\b|pm(?=\s?\d))\s{0,6}\d+(?:\.\d+)?(?(1)\s?%?\s?\))")
_COMPOUND = regex.compile(r"-[A-Za-z]{2}")
_COUNTED = regex.compile(r"(?:[GTCN]PU|FPGA)s\b|(?:m?AP|BLEU|mIoU|PPL)\b|(?:nodes|cores)\b|(?:mm|cm|px)\b(?![²2^])")
_MONEY = regex.compile(r"\$$|(?<![A-Za-z])US[D$]\$?\s?$")
_MARK = regex.compile(r"(?:[~<>≤≥]\s*=?)\s*$")


class QuantityScanner:
    """Find quantities with the number words and units of the packs."""

    def __init__(self, rules: Rules) -> None:
        self.units = UnitTable(rules)
        self.spoken = NumberWords(rules, self.units)
        letters = "".join(self.spoken.letters)
        apart = rf"\s[{letters}](?=[\s-][A-Za-z][A-Za-z-]{{3}})|\s[MB](?=\))"
        self._glued = regex.compile(rf"(?:([{letters}])|({apart}))(?![A-Za-z\d])" if letters else "(?!)")
        self._worded = regex.compile(rf"(?i)(?:\+[\s-]*|[\s-]+)({'|'.join(self.spoken.scales) or '(?!)'})\b")

    def find_quantities(self, text: str, start: int, end: int) -> list[Quantity]:
        """Return the quantities written with digits in `text[start:end]`, in order.

        Nothing is guarded here: what lies inside a guarded span or a name is dropped by the caller.
        """
        found: list[Quantity] = []
        at = start
        for match in NUMBER.finditer(text, start, end):
            if match.start() < at:
                continue
            quantities = self._read(text, match)
            found += quantities
            if quantities:
                at = max(quantities[-1].end, quantities[-1].stop)
        return add_up_times(text, found, self.units)

    def _read(self, text: str, match: regex.Match[str]) -> list[Quantity]:
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
            second_at = joined.end() + (sign in ("+", "x") and text[joined.end() : joined.end() + 1] == sign)
            second_match = NUMBER.match(text, second_at)
            second = self._part(text, second_match) if second_match else None
            ranged = self._range(text, first, second, joined[1] or joined[2]) if second else None
            if ranged and second:
                ranged[-1].stop = self._stop(text, second.end)
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
        if text.endswith(" up to", 0, start):
            return ""  # "up to2.4x"
        if last.isalpha() or last in "_^\\@#'.:":
            if last == "." and before in ("", " ", "<", "~", ">", "(", "="):
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
            return "" if _UNITED.match(text, start) else None
        return ""

    def _part(self, text: str, match: regex.Match[str]) -> Part | None:
        """Return a number with its scale and unit; None when letters are glued to it."""
        end = match.end()
        hit = self.units.find_unit(text, _behind_plus(text, end))
        scale = ""
        number_end = end
        if hit is None or text[end : end + 1] in self.spoken.letters:
            glued = None if is_memory(text, end, match["digits"]) else self._glued.match(text, end)
            if glued:
                scale, number_end = glued[0].strip(), glued.end()
            else:
                worded = self._worded.match(text, end)
                if worded:
                    scale, number_end = worded[1].lower(), worded.end(1)
            if scale:
                hit = self.units.find_unit(text, _behind_plus(text, number_end), scaled=True)
        hit = hit or self.units.find_rate(text, number_end) or self._deviating(text, number_end)
        if hit is None:
            after = text[number_end : number_end + 1]
            if not scale and is_memory(text, end, match["digits"]):
                return Part(match.start(), end, end + 1, match["digits"], match["power"], "", "GB", "bytes")
            if (after.isalpha() and after.isascii() and not _COUNTED.match(text, number_end)) or after == "_":
                return None
            return Part(match.start(), number_end, number_end, match["digits"], match["power"], scale, None, "number")
        return Part(match.start(), number_end, hit.end, match["digits"], match["power"], scale, hit.unit, hit.dimension)

    def _deviating(self, text: str, at: int) -> UnitHit | None:
        """Return the unit behind how far off a figure may be, as of the figure itself, which ends at `at`."""
        deviation = _DEVIATION.match(text, at)
        hit = self.units.find_unit(text, deviation.end()) if deviation else None
        return hit._replace(end=at) if hit is not None else None

    def _value(self, part: Part, scale: str) -> float | None:
        factor = self.spoken.letters.get(scale) or self.spoken.scales.get(scale)
        return parse_number(part.digits, part.power, factor)

    def _quantity(self, text: str, part: Part) -> Quantity | None:
        value = self._value(part, part.scale)
        if value is None:
            return None
        quantity = Quantity(
            part.start, part.end, part.number_end, value, None, part.unit, part.dimension, scale=part.scale
        )
        quantity.decimal = "." in part.digits
        quantity.compound = part.unit is None and part.scale == "" and _COMPOUND.match(text, part.end) is not None
        quantity.stop = self._stop(text, part.end)
        return quantity

    def _stop(self, text: str, end: int) -> int:
        """Return where the deviation of a figure that ends at `end` ends; -1 where none stands behind it."""
        deviation = _DEVIATION.match(text, end)
        behind = self.units.find_unit(text, deviation.end()) if deviation is not None else None
        return behind.end if behind is not None else deviation.end() if deviation is not None else -1

    def _range(self, text: str, first: Part, second: Part, word: str | None) -> list[Quantity] | None:
        """Return one range, or its two ends where the order says a change; None when it is no range."""
        lead = _BEFORE_RANGE.search(text, max(0, first.start - 48), first.start)
        if word == "and" and not (lead and lead[1]):
            return None
        if first.unit and second.unit and first.dimension != second.dimension:
            return None
        if first.dimension == "parameters" and second.scale and not second.unit and word == "to":
            second = second._replace(unit=first.unit, dimension=first.dimension)  # "from 1.3B parameters to 13B"
        if (first.unit and not second.unit) or (first.scale and second.dimension in ("percent", "ratio")):
            return None  # "of LLaMA-2 70B to 64%"
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
        decimal = "." in first.digits + second.digits
        listed = word == "to" and _FROM_LIST.search(text, max(0, first.start - 90), first.start) is not None
        if low >= high or listed:
            if not (changed or word == "to") or text.endswith("by ", 0, first.start):
                return None  # "drops by 15% to 4.9%": by how much, and where to
            one = Quantity(first.start, first.end, first.number_end, low, None, unit, second.dimension, scale=scale)
            ends = (second.start, second.end, second.number_end)
            two = Quantity(*ends, high, None, unit, second.dimension, scale=second.scale, word="to", decimal=decimal)
            one.word, one.decimal = "from", decimal
            return [one, two]
        ends = (first.start, second.end, second.number_end)
        quantity = Quantity(*ends, low, high, unit, second.dimension, scale=second.scale, decimal=decimal)
        if word == "to":
            quantity.split, quantity.first_end = second.start, first.end
            quantity.word = "from" if changed else ""
        elif lead and lead[2] and text.startswith(" to ", second.end):
            quantity.word = "from"  # "from 5.5-8.2 hours to 42 minutes"
        return [quantity]

    def _slashed(self, text: str, first: Part) -> list[Quantity]:
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
        own = any(part.scale or part.whole > max(2, last.whole) for part in parts[:-1])
        shared = "" if own else last.scale  # "256/2K/20K-token", "256/512/1K": each its own
        found = []
        for part in parts:
            scale = part.scale or (last.scale if part is last else shared)
            value = self._value(part, scale)
            if value is not None:
                end = last.end if part is last else part.number_end
                found.append(
                    Quantity(part.start, end, part.number_end, value, None, last.unit, last.dimension, scale=scale)
                )
        return found


def _behind_plus(text: str, end: int) -> int:
    """Return where a unit may begin: behind the plus of "100B+ parameters", "3,400+ hours", "100+FPS"."""
    after = text[end + 1 : end + 2]
    return end + 1 if text[end : end + 1] == "+" and (after in _AFTER_PLUS or after.isalpha()) else end


def _marked(text: str, quantity: Quantity, sign: str) -> Quantity:
    """Take in what is written in front of and behind the number: sign, bound, currency, plus."""
    start = quantity.start
    if sign == "x":
        quantity.start -= 1
        if quantity.unit is None or text[quantity.number_end] == " ":  # "x2.2 FLOP reduction"
            quantity.unit, quantity.dimension = "x", "ratio"
            quantity.end = quantity.number_end if quantity.value_high is None else quantity.end
        start -= 1
    elif sign == ".":
        quantity.start -= 1
        digits = text[quantity.start : quantity.number_end]
        quantity.value = parse_number("0" + digits.strip()) or quantity.value
    elif sign == "sub":
        quantity.bound = "<"
    elif sign in ("+", "-"):
        quantity.sign = sign
        quantity.negative = sign == "-"
        start -= 1
    before = text[start - 1 : start]
    money = _MONEY.search(text, max(0, start - 6), start) if quantity.unit is None else None
    if money is not None:
        quantity.start = start = money.start()
        quantity.unit, quantity.dimension = "USD", "usd"
    if before in "~<>≤≥ =":
        mark = _MARK.search(text, max(0, start - 12), start)
        if mark:
            quantity.bound = mark[0].strip()[:1]
    after = text[quantity.end : quantity.end + 1]
    plus = after == "+" and text[quantity.end + 1 : quantity.end + 2] != "/"  # "0.53+/-0.03"
    if plus or "+" in text[quantity.start + 1 : quantity.number_end + 1].replace(" +", "").replace("+/", ""):
        quantity.plus = True
        if after == "+" and text[quantity.end + 1 : quantity.end + 2] in _AFTER_PLUS:
            quantity.end += 1
            after = ""
    if after in "↑↓" and after:
        quantity.sign = "+" if after == "↑" else "-"
        quantity.end += 1
    return quantity
