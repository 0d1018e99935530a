"""Measured counts of the packs in, how far each rule is to be trusted out."""

from __future__ import annotations

from typing import Final

from claimx.packs.loader import Rules
from claimx.packs.models import ConfidenceFile

_WEIGHT: Final = 4.0


def smoothed(right: int, wrong: int, prior: float) -> float:
    """Return a precision in 0 to 1 drawn towards `prior` by the weight of four claims.

    >>> smoothed(0, 0, 0.9), smoothed(96, 0, 0.9)
    (0.9, 0.996)
    """
    return round((right + _WEIGHT * prior) / (right + wrong + _WEIGHT), 4)


class Confidence:
    """Know the smoothed precision of every rule on the annotated papers; an unmeasured rule has the prior."""

    def __init__(self, rules: Rules) -> None:
        self._known: dict[str, float] = {}
        self._prior = 0.0
        for _, file in rules.of(ConfidenceFile):
            self._prior = file.prior
            for rule, (right, wrong) in file.measured.items():
                self._known[rule] = smoothed(right, wrong, file.prior)

    def of(self, rule: str) -> float:
        """Return the confidence of a rule."""
        return self._known.get(rule, self._prior)
