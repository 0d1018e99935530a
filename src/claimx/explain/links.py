"""The draft and the row of a claim in, its attributes with the place and reason of each out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.claim.trace import SentenceTrace
from claimx.explain.explanation import Link
from claimx.model import Claim
from claimx.normalise import NormalText

_CUES: Final = frozenset(("versus", "outperform"))


def links_of(text: NormalText, trace: SentenceTrace, draft: Draft, claim: Claim) -> tuple[Link, ...]:
    """Return metric, baseline, hardware, model, dataset and attribution, those that are set."""
    return tuple(_links(text, trace, draft, claim))


def _links(text: NormalText, trace: SentenceTrace, draft: Draft, claim: Claim) -> Iterator[Link]:
    items = trace.sentence.items
    if claim.metric:
        yield _link(text, "metric", claim.metric, None if draft.metric_text else draft.metric, _metric(draft))
    if claim.baseline:
        yield _link(text, "baseline", claim.baseline, draft.baseline, _baseline(items, draft))
    if claim.hardware or draft.device:
        span = (draft.start, draft.end) if claim.kind == "hardware" else draft.hardware
        value = " = ".join(part for part in (claim.hardware, draft.device) if part)
        yield _link(text, "hardware", value, span, _hardware(trace.sentence.start, draft, claim))
    if claim.model:
        yield _link(text, "model", claim.model, draft.model, _named(items, draft, "model", draft.model))
    if claim.dataset:
        yield _link(text, "dataset", claim.dataset, draft.dataset, _named(items, draft, "dataset", draft.dataset))
    reason = trace.attributed.get(id(draft), "set with the figure")
    if claim.attribution != draft.attribution:
        reason = "the paper takes it up itself in another sentence"
    yield Link(field="attribution", value=claim.attribution, start=None, end=None, why=reason)


def _link(text: NormalText, field: str, value: str, span: tuple[int, int] | None, why: str) -> Link:
    start, end = text.to_source(*span) if span else (None, None)
    return Link(field=field, value=value, start=start, end=end, why=why)


def _metric(draft: Draft) -> str:
    if draft.metric_text:
        return "fixed by the rule" if draft.mention is None else "told by the name"
    if draft.inherited:
        return "of the series that the figure goes on, or its own"
    return "slot of the construction" if "metric" in draft.slots else "the word of change itself"


def _baseline(items: list[Item], draft: Draft) -> str:
    if draft.baseline is None:
        return "not in this sentence"
    cues = [i for i in items if i.end <= draft.baseline[0] and i.entry is not None and i.entry.classes & _CUES]
    cue = f', named by "{cues[-1].text}"' if cues else ""
    return f"the nearest {_side(draft, draft.baseline)} the figure{cue}"


def _hardware(sentence_start: int, draft: Draft, claim: Claim) -> str:
    if claim.kind == "hardware":
        return "the claim itself"
    if draft.hardware is None or draft.hardware[0] < sentence_start:
        return "set by the sentence before"
    if "device" in draft.slots:
        return "slot of the construction"
    return f"hardware that stands {_side(draft, draft.hardware)} the figure"


def _named(items: list[Item], draft: Draft, field: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return "not in this sentence"
    if draft.mention is not None and (draft.mention.start, draft.mention.end) == span:
        return "the claim itself"
    if field in draft.slots:
        return "slot of the construction"
    names = sum(item.mention is not None and item.mention.kind == field for item in items)
    if draft.members > 1 and draft.members == names:
        return "by its place in the list"
    return f"the {field} that stands {_side(draft, span)} the figure"


def _side(draft: Draft, span: tuple[int, int]) -> str:
    return "behind" if span[0] >= draft.end else "before"
