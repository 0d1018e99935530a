"""A figure, its rule and the slots of its match in, the value, range end and unit that a claim states out."""

from __future__ import annotations

from collections.abc import Mapping

from claimx.claim.dispatch import CompiledRule
from claimx.claim.item import Item
from claimx.claim.metric import Range
from claimx.quantity import Quantity
from claimx.quantity.units import UnitTable

Stated = tuple[float | None, float | None, str]


def stated_amount(
    items: list[Item], slots: Mapping[str, Range], quantity: Quantity, rule: CompiledRule, form: str, units: UnitTable
) -> Stated:
    """Return value, range end and unit as the claim states them."""
    hours = slots.get("hours")
    if hours is not None:
        word = items[hours[0]].text.replace("-", " ").split()[-1]
        named = units.named(f"gpu {word}")
        if named is not None:
            return quantity.value, quantity.value_high, named[0]
    if quantity.dimension in ("fraction", "half"):
        if form == "ratio":
            return round(100.0 / quantity.value, 6), None, "x"
        return quantity.value, quantity.value_high, "%"
    if rule.kind == "quality" and form == "absolute" and quantity.negative and quantity.unit is None:
        return -quantity.value, None, rule.rule.unit or "score"
    return quantity.value, quantity.value_high, _unit(items, slots, quantity, rule, form, units)


def _unit(
    items: list[Item], slots: Mapping[str, Range], quantity: Quantity, rule: CompiledRule, form: str, units: UnitTable
) -> str:
    """Return the unit: the figure's own, what is counted or named, or what the rule sets."""
    unit = quantity.unit
    if rule.kind == "gpu_hours" and quantity.dimension == "time":  # "500 hours of H100"
        unit = (units.named(f"gpu {unit}") or (unit,))[0]
    things = slots.get("things")
    if things is not None and items[things[0]].text.startswith("token"):
        unit = "tokens"
    if rule.kind == "throughput" and unit is None and "metric" in slots:  # "QPS rises to 4,100"
        unit = (units.named(items[slots["metric"][0]].text) or (None,))[0]
    counted = rule.kind == "dataset_size" and quantity.dimension == "time" and unit != "h"  # "ten minutes of"
    if rule.rule.unit is not None and things is None and not counted:
        unit = rule.rule.unit
    if unit is None or quantity.dimension == "decibels" or (unit == "x" and form == "absolute"):
        unit = {"delta": "points", "ratio": "x"}.get(form) or rule.unit or "score"
    return unit
