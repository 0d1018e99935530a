"""Measured counts of the packs in, how far each rule is to be trusted out."""

from __future__ import annotations

from typing import Final

from claimx.packs.loader import Rules
from claimx.packs.models import ClaimFile, ConfidenceFile

_WEIGHT: Final = 4.0


def smoothed(right: int, wrong: int, prior: float) -> float:
    """Return a precision in 0 to 1 drawn towards `prior` by the weight of four claims.

    >>> smoothed(0, 0, 0.9), smoothed(96, 0, 0.9)
    (0.9, 0.996)
    """
    return round((right + _WEIGHT * prior) / (right + wrong + _WEIGHT), 4)


class Confidence:
    """Know the smoothed precision of every rule on the annotated papers; an unmeasured rule has the prior.

    The prior of rules that are asked last, a guess where nothing else reads a figure, is what they reach together.
    """

    def __init__(self, rules: Rules) -> None:
        self._known: dict[str, float] = {}
        self._prior = 0.0
        last = [
            f"{file.path}/{rule.slug}" for file, model in rules.of(ClaimFile) for rule in model.rules if rule.is_last
        ]
        for _, file in rules.of(ConfidenceFile):
            self._prior = file.prior
            guessed = [file.measured[rule] for rule in last if rule in file.measured]
            together = smoothed(sum(right for right, _ in guessed), sum(wrong for _, wrong in guessed), file.prior)
            priors = dict.fromkeys(last, together)
            self._known |= priors
            for rule, (right, wrong) in file.measured.items():
                self._known[rule] = smoothed(right, wrong, priors.get(rule, file.prior))

    def of(self, rule: str) -> float:
        """Return the confidence of a rule."""
        return self._known.get(rule, self._prior)
