"""The traces of a section in, every run of digits of its source accounted for once out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import regex

from claimx.claim.draft import Draft
from claimx.claim.trace import SectionTrace, SentenceTrace
from claimx.mention import Mention
from claimx.quantity import Quantity
from claimx.quantity.guards import Guarded
from claimx.span import Span

_RUN: Final = regex.compile(r"\d+")
_WORD: Final = regex.compile(r"[^\s,;()\[\]\"]+")


@dataclass(slots=True)
class Owner:
    """What holds some runs of digits: an amount, a name, a guard, a rewritten piece or a word; spans in the source."""

    span: Span
    quantity: Quantity | None = None
    item: int = -1
    mention: Mention | None = None
    guard: Guarded | None = None
    fate: str = ""
    drafts: list[Draft] = field(default_factory=list)
    runs: list[Span] = field(default_factory=list)


def find_runs(source: str) -> list[Span]:
    """Return every run of digits.

    >>> find_runs("1,024 A100s")
    [Span(start=0, end=1), Span(start=2, end=5), Span(start=7, end=10)]
    """
    return [Span(*match.span()) for match in _RUN.finditer(source)]


def find_owners(section: SectionTrace) -> list[Owner]:
    """Return who accounts for which run, in text order, with amounts in words and names that made a claim.

    A run goes to the first that touches it, in this order: an amount the rules saw, a name, any other
    claim, a guard, whatever kept an amount from the rules, a rewritten piece, the word around it.
    """
    amounts, names = _amounts(section), _names(section)
    ranked = [*amounts, *names, *_others(section, [*amounts, *names])]
    ranked += [*_guards(section), *_blocked(section, names)]
    rewritten = [Owner(edit, fate="rewritten") for edit in section.text.edits]
    left: list[Owner] = []
    for run in find_runs(section.text.source):
        owner = next((one for one in (*ranked, *rewritten) if one.span.overlaps(run)), None)
        if owner is None:
            owner = _word(section, run, left)
        owner.runs.append(run)
    kept = [one for one in (*ranked, *rewritten, *left) if one.runs or one.drafts or one in amounts]
    return sorted(kept, key=lambda one: (one.span, one.runs))


def _amounts(section: SectionTrace) -> list[Owner]:
    """Return the amounts that the constructions saw, each with the drafts it gave."""
    found: list[Owner] = []
    for trace in section.sentences:
        for index, item in enumerate(trace.sentence.items):
            for quantity in item.amounts:
                span = section.text.to_source(quantity.start, quantity.end)
                drafts = [d for d in trace.sentence.drafts if d.item == index and _of(d, quantity)]
                found.append(Owner(span, quantity=quantity, item=index, drafts=drafts))
    return found


def _of(draft: Draft, quantity: Quantity) -> bool:
    return draft.quantity is not None and draft.quantity.start == quantity.start


def _names(section: SectionTrace) -> list[Owner]:
    drafts = [draft for trace in section.sentences for draft in trace.sentence.drafts if draft.mention is not None]
    found: list[Owner] = []
    for mention in section.mentions:
        span = section.text.to_source(mention.start, mention.end)
        found.append(Owner(span, mention=mention, drafts=[d for d in drafts if d.mention is mention]))
    return found


def _others(section: SectionTrace, owners: list[Owner]) -> Iterator[Owner]:
    """Yield the drafts of no amount and no name ("throughput doubles"), each on its own span."""
    owned = {id(draft) for owner in owners for draft in owner.drafts}
    for trace in section.sentences:
        for draft in trace.sentence.drafts:
            if id(draft) not in owned:
                yield Owner(section.text.to_source(draft.start, draft.end), drafts=[draft])


def _guards(section: SectionTrace) -> Iterator[Owner]:
    for guarded in section.guarded:
        yield Owner(section.text.to_source(guarded.start, guarded.end), guard=guarded)


def _blocked(section: SectionTrace, names: list[Owner]) -> Iterator[Owner]:
    """Yield what is left of amounts that a name or a guard reaches into ("5" of "5-7B" where "7B" is a name)."""
    for trace in section.sentences:
        for quantity in trace.blocked:
            span = section.text.to_source(quantity.start, quantity.end)
            name = next((one.mention for one in names if one.span.overlaps(span)), None)
            guard = next((g for g in section.guarded if g.start < quantity.end and quantity.start < g.end), None)
            yield Owner(span, mention=name, guard=None if name else guard)


def _word(section: SectionTrace, run: Span, left: list[Owner]) -> Owner:
    """Return the word around a run that nothing else accounts for, the one before where it is the same word."""
    source = section.text.source
    match = next((m for m in _WORD.finditer(source, max(0, run.start - 80)) if m.end() >= run.end), None)
    span = Span(*match.span()) if match and match.start() <= run.start else run
    while span.end > run.end and not source[span.end - 1].isalnum():
        span = Span(span.start, span.end - 1)
    if left and left[-1].span == span:
        return left[-1]
    glued = any(not c.isdigit() and c not in ".-" for c in source[span.start : span.end])
    left.append(Owner(span, fate="glued" if glued else "unread"))
    return left[-1]


def sentence_of(section: SectionTrace, span: Span) -> SentenceTrace | None:
    """Return the sentence that holds the start of a source span; None for one between sentences."""
    for trace in section.sentences:
        start, end = section.text.to_source(trace.sentence.start, trace.sentence.end)
        if start <= span.start < end:
            return trace
    return None
