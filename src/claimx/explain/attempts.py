"""The attempts at one figure in, each construction with its slots, its outcome and the rules asked out."""

from __future__ import annotations

from typing import Literal

from claimx.claim.trace import Attempt, SentenceTrace, outcome_of, winner_of
from claimx.explain.explanation import Asked, Question, Tried
from claimx.normalise import NormalText


def tried_at(text: NormalText, traced: SentenceTrace, item: int) -> tuple[Tried, ...]:
    """Return the constructions tried at a figure, those that fit first, each in the order it was tried."""
    attempts = [attempt for attempt in traced.attempts if attempt.item == item]
    winner = winner_of(attempts)
    attempts.sort(key=lambda attempt: attempt.match is None)  # stable
    return tuple(_attempt(text, traced, attempt, winner) for attempt in attempts)


def _attempt(text: NormalText, traced: SentenceTrace, attempt: Attempt, winner: Attempt | None) -> Tried:
    sentence, construction = traced.sentence, attempt.construction
    slots: dict[str, str] = {}
    for name, (low, high) in attempt.match.slots.items() if attempt.match else ():
        start, end = text.to_source(sentence.items[low].start, sentence.items[high - 1].end)
        slots[name] = text.source[start:end]
    misfit: Literal["before", "behind"] | None = None
    if attempt.match is None:
        right = construction.right
        misfit = "before" if right is None or right.match(sentence.row, attempt.item + 1) else "behind"
    return Tried(
        construction=construction.id,
        priority=construction.priority,
        outcome=outcome_of(attempt, winner),
        misfit=misfit,
        slots=slots,
        rules=tuple(dict.fromkeys(draft.rule for draft in attempt.drafts)),
        questions=tuple(
            Question(
                amount=one.amount,
                unit=one.unit,
                dimension=one.dimension,
                effects=one.effects,
                asked=tuple(Asked(rule=rule, failed=failed) for rule, failed in one.asked),
            )
            for one in attempt.questions
        ),
    )
