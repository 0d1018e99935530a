"""A `Document` in, its `Paper` and `Claim`s out: the whole flow on one page. Start here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING

import regex

from claimx.claim.draft import Draft
from claimx.claim.engine import Engine
from claimx.claim.item import Item
from claimx.claim.items import Seen
from claimx.claim.sentence import SentenceDrafts
from claimx.claim.topic import Topics
from claimx.claim.trace import SectionTrace, SentenceTrace, Trace
from claimx.document import Document
from claimx.errors import InputError
from claimx.mention import Mention, MentionScanner
from claimx.model import Claim, Paper
from claimx.normalise import Normaliser, NormalText
from claimx.normalise.segment import find_sentences
from claimx.packs.loader import Rules
from claimx.quantity import Quantity, QuantityScanner
from claimx.quantity.guards import Guards
from claimx.quantity.worded import WordedFinder
from claimx.resolve.attribution import attribute, own_start
from claimx.resolve.baselines import find_baselines
from claimx.resolve.confidence import Confidence
from claimx.resolve.links import Carried, link
from claimx.resolve.row import RowBuilder
from claimx.resolve.system import NOBODY, OwnNames, find_own
from claimx.resolve.winners import adopted, distinct
from claimx.schema import EXTRACTORS
from claimx.span import Span

if TYPE_CHECKING:
    from claimx.tokens import TokenReader

_DIGIT = regex.compile(r"\d")


Sentences = dict[str, tuple[NormalText, list[SentenceDrafts]]]


class Extractor:
    """Extract the claims of documents with one set of rule packs.

    `extractors` names which extractors run.
    """

    def __init__(self, rules: Rules, *, extractors: Iterable[str] = EXTRACTORS) -> None:
        self.rules = rules
        self._normalise = Normaliser(rules)
        self._guards = Guards(rules)
        self._scanner = QuantityScanner(rules)
        self._worded = WordedFinder(self._scanner.spoken.anchors())
        self._mentions = MentionScanner(rules)
        self._engine = Engine(rules, self._scanner)
        self._topics = Topics(rules)
        self._rows = RowBuilder(self._scanner.units, self._engine.dispatch.kind_units, Confidence(rules))
        chosen = frozenset(extractors)
        self._by_rules = "rules" in chosen
        self._tokens = _token_reader(rules, self._engine, chosen)

    def limited_to(self, rule_id: str) -> Extractor:
        """Return an extractor of one claim rule or one token rule, which shares all that is compiled."""
        one = copy(self)
        if rule_id.startswith("tokens/"):
            from claimx.tokens import TokenReader  # noqa: PLC0415 - spaCy takes two seconds to import

            one._by_rules = False
            one._tokens = TokenReader(self.rules, self._engine, by_rules=False, only=rule_id)
        else:
            one._tokens = None
            one._engine = self._engine.limited_to(rule_id)
        return one

    def extract_document(
        self, document: Document, trace: Trace | None = None, sentences: Sentences | None = None
    ) -> tuple[Paper, list[Claim]]:
        """Return the paper's row and its claims in text order, title first.

        `trace` takes how they came about, `sentences` what each section was read as.
        """
        names = find_own(document.title, document.abstract)
        claims = self._section(document, "title", names, trace, sentences)
        claims += self._section(document, "abstract", names, trace, sentences)
        return _paper(document, names.system, claims), claims

    def classes_of(self, item: Item) -> tuple[str, ...]:
        """Return the names of the classes that patterns know an item by."""
        return self._engine.classes_of(item)

    def _section(
        self,
        document: Document,
        section: str,
        names: OwnNames,
        whole: Trace | None = None,
        read: Sentences | None = None,
    ) -> list[Claim]:
        text = self._normalise(document.title if section == "title" else document.abstract)
        trace = SectionTrace(section, text) if whole is not None else None
        if whole is not None and trace is not None:
            whole.sections.append(trace)
        claims: list[Claim] = []
        sentences = self.read_sentences(text, trace, names)
        if read is not None:
            read[section] = (text, sentences)
        starts = 0
        if section == "abstract" and (trace is not None or any(sentence.drafts for sentence in sentences)):
            starts = own_start(text.text, [(s.start, s.end) for s in sentences])
        carried = Carried([])
        own_names = names.within(text.text)
        for number, sentence in enumerate(sentences):
            own = number >= starts
            if not sentence.items:
                carried = Carried([])
                continue
            baselines = find_baselines(sentence.items) if sentence.drafts else []
            attribute(sentence, baselines, own, trace.sentences[number].attributed if trace else None)
            carried = link(text.text, sentence, baselines, carried, own_names)
            span = Span(sentence.start, sentence.end)
            built = [self._rows.build(document, section, text, span, draft) for draft in sentence.drafts]
            if trace is not None:
                trace.sentences[number].own = own
                trace.built += zip(sentence.drafts, built, strict=True)
            claims += built
        claims = adopted(claims)
        if trace is not None:
            trace.built = [(draft, claim) for (draft, _), claim in zip(trace.built, claims, strict=True)]
        return distinct(claims, trace.repeated if trace else None)

    def read_sentences(
        self, text: NormalText, trace: SectionTrace | None = None, names: OwnNames = NOBODY
    ) -> list[SentenceDrafts]:
        """Return every sentence; only those with something numeric hold items and drafts.

        `names` are what the paper introduces: a system's plain word (no number) names no device, no part of it data.
        """
        mentions = self._mentions.find_mentions(text.text)
        if names.system is not None:
            mentions = [m for m in mentions if not _names_own(m, text.text, names.system, names.dataset)]
        worded = self._worded.find_worded(text.text)
        if trace is not None:
            trace.mentions = mentions
        sentences: list[SentenceDrafts] = []
        named: list[list[Mention]] = []
        for start, end in find_sentences(text.text):
            inside = [m for m in mentions if start <= m.start < end]
            traced = SentenceTrace(SentenceDrafts(start, end, [], "", [])) if trace is not None else None
            if _numeric(text.text, start, end, inside, worded):
                quantities, guarded = self._quantities(text.text, start, end, inside, trace, traced)
                sentences.append(self._engine.read(text.text, start, end, Seen(quantities, inside, guarded)))
            else:
                sentences.append(SentenceDrafts(start, end, [], "", []))
            named.append(inside)
            if trace is not None and traced is not None:
                traced.sentence = sentences[-1]
                trace.sentences.append(traced)
        self._draft(text.text, sentences, named, trace)
        return sentences

    def _draft(
        self, text: str, sentences: list[SentenceDrafts], named: list[list[Mention]], trace: SectionTrace | None
    ) -> None:
        """Give every sentence its drafts: by the rules, by the tokens, and by the rules asked last."""
        topics = self._topics.of(text, sentences)
        told: Draft | None = None
        for number, (sentence, inside) in enumerate(zip(sentences, named, strict=True)):
            sentence.topics, sentence.carried, told = topics, told, None
            if not sentence.items:
                continue
            attempts = trace.sentences[number].attempts if trace else None
            self._engine.draft(sentence, inside, attempts)
            if self._tokens is not None:
                self._tokens.read(text, sentence)
            if self._by_rules:
                self._engine.finish(sentence, attempts)
            told = sentence.told

    def _quantities(
        self,
        text: str,
        start: int,
        end: int,
        mentions: list[Mention],
        whole: SectionTrace | None = None,
        trace: SentenceTrace | None = None,
    ) -> tuple[list[Quantity], list[tuple[int, int]]]:
        """Return the figures written in digits or magnitudes, and the spans in which no figure is to be read."""
        scanned = self._scanner.find_quantities(text, start, end)
        found = _outside(scanned, [(mention.start, mention.end) for mention in mentions])
        guards = self._guards.find_guarded(text, start, end)
        guarded = [(guard.start, guard.end) for guard in guards if guard.end > start]
        found = _outside(found, guarded)
        if whole is not None:
            whole.guarded += guards
        if trace is not None:
            trace.blocked = [q for q in scanned if not any(q is kept for kept in found)]
        magnitudes = self._scanner.spoken.find_magnitudes(text, start, end)
        if magnitudes:
            found = [q for q in found if not any(m.start < q.end and q.start < m.end for m in magnitudes)] + magnitudes
        return found, guarded


def _names_own(mention: Mention, text: str, system: str, dataset: str | None) -> bool:
    """Tell whether a mention is the paper's own system: a device all of its plain word, a dataset a part of it."""
    if mention.kind == "device":
        return system.isalpha() and text[mention.start : mention.end] == system
    if mention.kind != "dataset" or dataset is not None:
        return False
    named = text[mention.start : mention.end]
    at = system.find(named)
    return len(system) > len(named) and at >= 0 and text.startswith(system, max(0, mention.start - at))


def _numeric(text: str, start: int, end: int, mentions: list[Mention], worded: list[int]) -> bool:
    """Tell whether a sentence can hold a claim: a digit, a device or format, or a number word stands in it."""
    if _DIGIT.search(text, start, end) or any(m.kind in ("device", "format") for m in mentions):
        return True
    return any(start <= at < end for at in worded)


def _outside(quantities: list[Quantity], blocked: list[tuple[int, int]]) -> list[Quantity]:
    """Return the quantities whose number touches no blocked span."""
    if not blocked:
        return quantities
    return [q for q in quantities if not any(low < q.number_end and q.start < high for low, high in blocked)]


def _token_reader(rules: Rules, engine: Engine, extractors: frozenset[str]) -> TokenReader | None:
    """Return the reader of token rules where the extractors ask for it; spaCy is imported only then."""
    if unknown := sorted(extractors - set(EXTRACTORS)):
        what, fix = f"no extractor {', '.join(unknown)}", f"use {', '.join(EXTRACTORS)}"
        raise InputError("extract/unknown-extractor", what, fix=fix)
    if "spacy" not in extractors:
        return None
    from claimx.tokens import TokenReader  # noqa: PLC0415 - spaCy takes two seconds to import

    return TokenReader(rules, engine, by_rules="rules" in extractors)


def _paper(document: Document, system: str | None, claims: list[Claim]) -> Paper:
    kinds = [claim.kind for claim in claims]
    digest = hashlib.sha256(f"{document.title}\n{document.abstract}".encode("utf-8", "surrogatepass")).hexdigest()
    return Paper(
        doc_id=document.doc_id,
        title=document.title,
        system=system,
        url=document.url,
        published=document.published,
        source=document.source,
        position=document.position,
        text_sha256=digest,
        claims=len(claims),
        speedups=kinds.count("speedup"),
        memory_savings=kinds.count("memory_saving"),
        gpu_hours=kinds.count("gpu_hours"),
        hardware=kinds.count("hardware"),
        model_sizes=kinds.count("model_size"),
    )
