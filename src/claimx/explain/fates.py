"""Who owns some digits and what the rules made of it in, its fate and the reason in words out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claimx.claim.trace import Attempt, SentenceTrace, winner_of
from claimx.explain.explanation import Fate, Made
from claimx.explain.numbers import Owner
from claimx.normalise import NormalText

Reason = tuple[Fate, str]

_CONDITIONS: Final = {
    "amount": "asks for another amount",
    "construction": "asks for other constructions",
    "unit": "asks for another unit",
    "effect": "asks for another effect",
    "words": "asks for other words in the metric or the change",
    "near": "asks for words near the figure that are not there",
}
_NAMED: Final = {"device": "the name of a device", "model": "the name of a model", "dataset": "the name of a dataset"}


def condition_text(failed: str | None) -> str:
    """Return the condition of a rule that failed in words.

    >>> condition_text("unit"), condition_text(None)
    ('asks for another unit', 'holds')
    """
    return "holds" if failed is None else _CONDITIONS.get(failed, f"fails on {failed}")


def nearness(failed: str | None) -> int:
    """Return how far a rule was from holding, for sorting: 0 held, 1 failed on its last condition.

    >>> nearness(None), nearness("near"), nearness("construction")
    (0, 1, 5)
    """
    order = [None, *reversed(_CONDITIONS)]
    return order.index(failed) if failed in order else len(order)


def fate_of(
    owner: Owner, text: NormalText, trace: SentenceTrace, made: Sequence[Made], claims: Sequence[int]
) -> Reason:
    """Return what became of a number; `claims` are the places in `made` of the claims it gave."""
    if claims:
        return _claimed(owner, [made[place] for place in claims])
    if owner.quantity is not None:
        return _unclaimed(owner, trace, made)
    return _kept_from_rules(owner, text, made)


def _kept_from_rules(owner: Owner, text: NormalText, made: Sequence[Made]) -> Reason:
    """Return what kept the digits from being an amount."""
    written = text.source[owner.span.start : owner.span.end]
    if owner.mention is not None:
        return "mention", _name(owner, text, made)
    if owner.guard is not None:
        guarded = text.to_source(owner.guard.start, owner.guard.end)
        return "guarded", f"{owner.guard.guard} guards {text.source[guarded.start : guarded.end]!r}"
    if owner.fate == "rewritten":
        reads = text.text[owner.span.start : owner.span.end].strip()
        return "rewritten", f"reads as {reads!r}" if reads else "reads as nothing"
    return (
        ("glued", f"inside the word {written!r}") if owner.fate == "glued" else ("unread", "no number can be read here")
    )


def _claimed(owner: Owner, claims: list[Made]) -> Reason:
    kept = [claim for claim in claims if claim.repeats is None]
    if not kept:
        return "repeated", f"the same fact is claimed before: {claims[0].repeats}"
    rules = ", ".join(dict.fromkeys(claim.rule for claim in kept))
    series = owner.quantity is not None and bool(owner.drafts) and all(d.inherited for d in owner.drafts)
    return "claim", f"{rules} (goes on the series before)" if series else rules


def _unclaimed(owner: Owner, trace: SentenceTrace, made: Sequence[Made]) -> Reason:
    around = next((claim for claim in made if claim.start <= owner.span.start and owner.span.end <= claim.end), None)
    if around is not None:
        return "part", f"part of {around.quote!r} ({around.rule})"
    matched = [attempt for attempt in trace.attempts if attempt.item == owner.item and attempt.match]
    if not matched:
        tried = sum(attempt.item == owner.item for attempt in trace.attempts)
        return "no_construction", f"none of {tried} constructions fits"
    winner = winner_of(matched)
    if winner is not None:
        return "dropped", f"{winner.construction.id} made a claim that gave way to another"
    return "no_rule", _no_rule(matched)


def _no_rule(matched: list[Attempt]) -> str:
    """Return why the first construction that fits found no rule."""
    first = matched[0]
    name = first.construction.id
    if not first.questions:
        return f"{name} fits and asks no rule"
    question = first.questions[0]
    what = f"{question.unit or question.amount} of {question.dimension}"
    if not question.asked:
        return f"{name} fits, no rule takes {what}"
    rule, failed = min(question.asked, key=lambda one: nearness(one[1]))
    more = f", and {len(question.asked) - 1} more" if len(question.asked) > 1 else ""
    return f"{name} fits, no rule holds for {what}: {rule} {condition_text(failed)}{more}"


def _name(owner: Owner, text: NormalText, made: Sequence[Made]) -> str:
    mention = owner.mention
    if mention is None:
        return ""
    start, end = text.to_source(mention.start, mention.end)
    named = _NAMED.get(mention.kind, f"a {mention.kind}")
    fields = [
        link.field
        for claim in made
        for link in claim.links
        if link.start is not None and link.end is not None and link.start <= start < link.end
    ]
    used = f", the {' and '.join(dict.fromkeys(fields))} of a claim" if fields else ""
    return f"inside {named}, {text.source[start:end]!r}{used}"
