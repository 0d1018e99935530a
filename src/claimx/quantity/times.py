"""Times said in two units ("18 hours and 24 minutes") in, each as one quantity out."""

from __future__ import annotations

from typing import Final

import regex

from claimx.quantity.quantity import Quantity
from claimx.quantity.units import UnitTable

_AND_REST: Final = regex.compile(r"\s?(?:and\s)?")
_IN_TURN: Final = regex.compile(r"[^.;]{0,80}\b(?:respectively|each)\b")


def add_up_times(text: str, found: list[Quantity], units: UnitTable) -> list[Quantity]:
    """Return the quantities, in the order of the text, a time and what the next adds to it as one."""
    added: list[Quantity] = []
    for quantity in found:
        first = added[-1] if added else None
        rest = _rest(text, first, quantity, units) if first is not None else None
        if first is None or rest is None:
            added.append(quantity)
        else:
            first.value, first.end = first.value + rest, quantity.end
    return added


def _rest(text: str, first: Quantity, quantity: Quantity, units: UnitTable) -> float | None:
    """Return what a time adds to the one before it in a larger unit; None where it stands for itself."""
    if first.dimension != "time" or quantity.dimension != "time" or first.unit is None or quantity.unit is None:
        return None
    plain = not (first.word or quantity.word or first.value_high or quantity.value_high or quantity.bound)
    if not plain or not _AND_REST.fullmatch(text, first.end, quantity.start) or first.unit == quantity.unit:
        return None
    if _IN_TURN.match(text, quantity.end):
        return None
    rest = units.convert(quantity.value, quantity.unit, first.unit)
    return rest if rest is not None and rest < 1 else None
