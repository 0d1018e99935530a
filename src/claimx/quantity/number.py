"""Digits in, exact values out: the digit-anchored number pattern and what its matches are worth."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import regex

# A number begins with a digit, so that a scan runs over the text at memory speed.
NUMBER = regex.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|"
    r"\d{1,3}(?: \d{3})+(?![\d.,]*\d|[BbMKk]\b)(?<![A-Za-z]-[\d ]+)|\d+(?:\.\d+)?)"
    r"(?P<power>\s{0,8}[xX*]\s{0,8}10(?:\^|\*\*)?\s?[+-]?\d+|\^[+-]?\d+|[eE]\^?[+-]?\d+(?!\w))?"
)
_POWER = regex.compile(r"10(?:\^|\*\*)?\s?([+-]?\d+)$")


def parse_number(digits: str, power: str | None = None, scale: Decimal | None = None) -> float | None:
    """Return the value of digits with an optional power of ten and scale; None when it is no number.

    Decimal all the way, so that 2.788 million is 2788000 and not a neighbour of it.

    >>> parse_number("1,024"), parse_number("2.788", None, Decimal(10**6)), parse_number("10", "^5")
    (1024.0, 2788000.0, 100000.0)
    >>> parse_number("1.5", "x 10^3"), parse_number("8", "e-5"), parse_number("10", "^999999999999")
    (1500.0, 8e-05, None)
    """
    digits = digits.replace(",", "").replace(" ", "")
    try:
        if power is None and scale is None:
            return _finite(float(digits))
        value = Decimal(digits)
        if power:
            value = _raised(value, power.strip())
        if scale is not None:
            value *= scale
        return _finite(float(value))
    except (InvalidOperation, ValueError, OverflowError, ArithmeticError):
        return None


def _finite(value: float) -> float | None:
    return value if value < 1e300 else None


def _raised(value: Decimal, power: str) -> Decimal:
    if power[0] == "^":
        return value ** int(power[1:])
    if power[0] in "eE":
        return value.scaleb(int(power[1:].lstrip("^")))
    match = _POWER.search(power)
    if match is None:
        raise ValueError(power)
    return value.scaleb(int(match[1]))
