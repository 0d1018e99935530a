"""A document and an extractor in, how its claims came about, and why other numbers gave none, out."""

from __future__ import annotations

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.claim.trace import SectionTrace, SentenceTrace, Trace
from claimx.document import Document
from claimx.explain.attempts import tried_at
from claimx.explain.explanation import (
    EXPLAIN_VERSION,
    Amount,
    Explanation,
    Guard,
    Made,
    Name,
    Number,
    Part,
    Section,
    Sentence,
)
from claimx.explain.fates import fate_of
from claimx.explain.links import links_of
from claimx.explain.numbers import Owner, find_owners, sentence_of
from claimx.mention import Mention
from claimx.model import Claim
from claimx.normalise import NormalText
from claimx.pipeline import Extractor
from claimx.quantity import Quantity
from claimx.span import Span

__all__ = ["Explanation", "explain_document", "trace_document"]


def trace_document(extractor: Extractor, document: Document) -> Trace:
    """Extract a document and return the trace of it."""
    trace = Trace()
    extractor.extract_document(document, trace)
    return trace


def explain_document(extractor: Extractor, document: Document) -> Explanation:
    """Return the explanation of a document; an empty section is left out."""
    sections = tuple(
        _section(extractor, traced) for traced in trace_document(extractor, document).sections if traced.text.source
    )
    return Explanation(explain_version=EXPLAIN_VERSION, doc_id=document.doc_id, sections=sections)


def _section(extractor: Extractor, traced: SectionTrace) -> Section:
    text = traced.text
    owners: dict[int, list[Owner]] = {}
    last = 0
    for owner in find_owners(traced):
        holder = sentence_of(traced, owner.span)
        last = next((n for n, one in enumerate(traced.sentences) if one is holder), last)
        owners.setdefault(last, []).append(owner)
    sentences = tuple(
        _sentence(extractor, traced, one, owners.get(number, [])) for number, one in enumerate(traced.sentences)
    )
    if not sentences and owners:  # the whole text reads as nothing
        whole = SentenceTrace(_nothing(text))
        sentences = (_sentence(extractor, traced, whole, owners[0]),)
    normal = text.text if text.text != text.source else None
    return Section(section=traced.section, text=text.source, normal=normal, sentences=sentences)


def _sentence(extractor: Extractor, section: SectionTrace, traced: SentenceTrace, owners: list[Owner]) -> Sentence:
    text, sentence = section.text, traced.sentence
    span = text.to_source(sentence.start, sentence.end)
    rows = {id(draft): claim for draft, claim in section.built}
    repeats = {id(claim): first.claim_id for claim, first in section.repeated}
    drafts = sorted(sentence.drafts, key=lambda one: (one.start, one.end, one.kind))
    made = tuple(_made(text, traced, draft, rows[id(draft)], repeats) for draft in drafts)
    names = [m for m in section.mentions if sentence.start <= m.start < sentence.end]
    return Sentence(
        start=span.start,
        end=span.end,
        text=text.source[span.start : span.end],
        own=traced.own,
        items=tuple(_part(extractor, text, item) for item in sentence.items),
        names=tuple(_name(text, mention) for mention in names),
        numbers=tuple(_number(text, traced, owner, made, drafts) for owner in owners),
        claims=made,
    )


def _nothing(text: NormalText) -> SentenceDrafts:
    return SentenceDrafts(0, len(text.source), [], "", [])


def _part(extractor: Extractor, text: NormalText, item: Item) -> Part:
    start, end = text.to_source(item.start, item.end)
    return Part(start=start, end=end, text=text.source[start:end], classes=extractor.classes_of(item))


def _made(text: NormalText, traced: SentenceTrace, draft: Draft, claim: Claim, repeats: dict[int, str]) -> Made:
    return Made(
        claim_id=claim.claim_id,
        kind=claim.kind,
        form=claim.form,
        value=claim.value,
        value_high=claim.value_high,
        unit=claim.unit,
        qualifier=claim.qualifier,
        direction=claim.direction,
        metric=claim.metric,
        factor=claim.factor,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        rule=claim.rule,
        construction=draft.construction,
        repeats=repeats.get(id(claim)),
        links=links_of(text, traced, draft, claim),
    )


def _number(
    text: NormalText, traced: SentenceTrace, owner: Owner, made: tuple[Made, ...], drafts: list[Draft]
) -> Number:
    claims = tuple(place for place, draft in enumerate(drafts) if any(draft is one for one in owner.drafts))
    fate, why = fate_of(owner, text, traced, made, claims)
    return Number(
        start=owner.span.start,
        end=owner.span.end,
        text=text.source[owner.span.start : owner.span.end],
        runs=tuple((run.start, run.end) for run in owner.runs),
        fate=fate,
        why=why,
        amount=_amount(text, owner.span, owner.quantity) if owner.quantity else None,
        name=_name(text, owner.mention) if owner.mention else None,
        guard=_guard(text, owner) if owner.guard else None,
        tried=tried_at(text, traced, owner.item) if owner.quantity else (),
        claims=claims,
    )


def _amount(text: NormalText, span: Span, quantity: Quantity) -> Amount:
    return Amount(
        text=text.source[span.start : span.end],
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        dimension=quantity.amount,
        qualifier=quantity.qualifier,
        statistic=quantity.statistic,
        sign=quantity.sign,
        scale=quantity.scale,
    )


def _name(text: NormalText, mention: Mention) -> Name:
    start, end = text.to_source(mention.start, mention.end)
    return Name(start=start, end=end, text=text.source[start:end], kind=mention.kind, name=mention.name)


def _guard(text: NormalText, owner: Owner) -> Guard | None:
    if owner.guard is None:
        return None
    start, end = text.to_source(owner.guard.start, owner.guard.end)
    return Guard(start=start, end=end, text=text.source[start:end], guard=owner.guard.guard)
