"""Claims of one section in, each fact once out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from claimx.claim.draft import NAMED_KINDS
from claimx.model import Claim


def distinct(claims: list[Claim], repeated: list[tuple[Claim, Claim]] | None = None) -> list[Claim]:
    """Return the claims in text order, a repeated fact only at its first mention.

    A device is a fact with its count, a size with its model, a width with its format; any other claim
    with its amount, what it measures and what it is about, which one sentence may say of two cases
    ("18%, 17% and 18% fewer steps, respectively"). `repeated` takes each claim left out and the one
    that stands for it.
    """
    seen: dict[Hashable, Claim] = {}
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda one: (one.start, one.end, one.kind)):
        key = _fact(claim)
        before = seen.get(key)
        if before is None or _of_another_case(before, claim):
            seen[key] = claim
            kept.append(claim)
        elif repeated is not None:
            repeated.append((claim, before))
    return kept


def _of_another_case(before: Claim, claim: Claim) -> bool:
    """Tell whether one sentence says the same of two cases, and not twice of one: "two orders of magnitude (100x)"."""
    if claim.kind in NAMED_KINDS or claim.sentence_start != before.sentence_start:
        return False
    between = claim.sentence[before.end - before.sentence_start : claim.start - claim.sentence_start]
    return "(" not in between or any(character.isdigit() for character in between)


def _fact(claim: Claim) -> Hashable:
    amount = (claim.kind, claim.form, claim.value, claim.value_high, claim.unit)
    if claim.kind == "hardware":
        return (*amount, claim.device)
    if claim.kind == "precision":
        return (*amount, claim.quote.lower().replace("-", "").replace(" ", ""), claim.metric)
    if claim.kind == "model_size":
        return (*amount, claim.model if claim.model and any(c.isupper() for c in claim.model) else None, claim.metric)
    return (*amount, (claim.metric or "").lower(), claim.baseline, claim.model, claim.dataset)


def adopted(claims: list[Claim]) -> list[Claim]:
    """Return the claims with background devices, sizes and widths that the paper itself takes up as proposed."""
    if all(claim.attribution != "background" for claim in claims):
        return claims
    own = {_taken_up(claim) for claim in claims if claim.attribution == "proposed"}
    return [
        replace(claim, attribution="proposed")
        if claim.attribution == "background" and claim.kind in NAMED_KINDS and _taken_up(claim) in own
        else claim
        for claim in claims
    ]


def _taken_up(claim: Claim) -> Hashable:
    return (claim.kind, claim.value, claim.device if claim.kind == "hardware" else None)
