"""A sentence with its items and drafts in, the drafts of token rules added to it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex
from spacy.tokens import Doc, Span

from claimx.claim.construction import Match
from claimx.claim.draft import Draft
from claimx.claim.engine import Engine, SentenceDrafts
from claimx.claim.items import Item
from claimx.packs.loader import Rules
from claimx.packs.models import NumberFile
from claimx.quantity import Quantity
from claimx.quantity.number import NUMBER, parse_number
from claimx.tokens.patterns import CompiledTokens, compile_tokens
from claimx.tokens.tokenizer import blank_english

_LEXEMES: Final = 200_000  # words kept before the vocabulary starts anew: memory stays bounded
_GLUED: Final = regex.compile(r"\d[xX×]-?[a-z]{4}")  # a figure and its word in one: 2.4xfaster
_DIMENSIONS: Final = {"x": "ratio", "%": "percent", "pp": "points"}


class TokenReader:
    """Match the token rules of the packs on the figures that claim rules left open.

    `by_rules` False drops what the claim rules made first: the extractor `spacy` alone.
    """

    def __init__(
        self, rules: Rules, engine: Engine, *, by_rules: bool = True, only: frozenset[str] = frozenset()
    ) -> None:
        self._rules = rules
        self._engine = engine
        self._by_rules = by_rules
        self._only = only
        self._words = {word: float(n) for _, file in rules.of(NumberFile) for word, n in file.words.items()}
        self._compile()

    def _compile(self) -> None:
        self._nlp = blank_english()
        self._matcher, self._compiled = compile_tokens(self._rules, self._engine.dispatch, self._nlp.vocab, self._only)
        self._names = {self._nlp.vocab.strings[name]: name for name in self._compiled}
        self._best = max((one.rule.confidence for one in self._compiled.values()), default=0.0)

    def read(self, text: str, sentence: SentenceDrafts) -> None:
        """Add to a sentence what the token rules find in `text`."""
        if not self._by_rules:
            sentence.drafts = []
        figures = [number for number, item in enumerate(sentence.items) if item.amounts]
        settled = all(self._covered(sentence, (number, number + 1)) for number in figures)
        if settled and not _GLUED.search(text, sentence.start, sentence.end):
            return
        doc = self.read_doc(text, sentence)
        for one, start, end, slots in self._matches(doc):
            self._take(sentence, one, doc, start, end, slots)
        sentence.drafts.sort(key=lambda draft: (draft.item, draft.member))
        if len(self._nlp.vocab) > _LEXEMES:
            self._compile()

    def read_doc(self, text: str, sentence: SentenceDrafts) -> Doc:
        """Return the tokens of a sentence; figures, names and metrics are its entities."""
        doc = self._nlp.tokenizer(text[sentence.start : sentence.end])
        spans: list[Span] = []
        taken = 0
        for item in sentence.items:
            label = _label(item)
            if not label:
                continue
            first, last = item.start - sentence.start, item.end - sentence.start
            span = doc.char_span(first, last, label=label, alignment_mode="expand")
            if span is not None and span.start >= taken:
                spans.append(span)
                taken = span.end
        doc.set_ents(spans)
        return doc

    def _matches(self, doc: Doc) -> Iterator[tuple[CompiledTokens, int, int, dict[str, tuple[int, int]]]]:
        """Yield the matches, the longest first and of equals the first written, with their slots as token ranges."""
        found = [
            (self._compiled[self._nlp.vocab.strings[key]], start, end, alignments)
            for key, start, end, alignments in self._matcher(doc, with_alignments=True)
        ]
        found.sort(key=lambda one: (one[1] - one[2], one[1], one[0].id))
        for one, start, end, alignments in found:
            slots: dict[str, tuple[int, int]] = {}
            for token, place in enumerate(alignments, start):
                for name in one.slots[place]:
                    slots[name] = (slots[name][0] if name in slots else token, token + 1)
            yield one, start, end, slots

    def _take(
        self, sentence: SentenceDrafts, one: CompiledTokens, doc: Doc, start: int, end: int, slots: dict[str, tuple[int, int]]
    ) -> None:
        """Add the drafts of one match unless its figure has a claim already."""
        ranges = {name: _items_at(sentence, doc, span) for name, span in slots.items()}
        place = ranges.pop("amount", None)
        if place is None or place[0] == place[1]:
            return
        if self._covered(sentence, place):
            return
        index = _figure(sentence.items, place)
        if not self._state(sentence, one, place, index, slots, doc):
            return
        open_slots = {name: span for name, span in ranges.items() if span[0] < span[1]}
        drafts = self._engine.interpret(sentence, index, Match(one.construction, start, end, open_slots))
        for draft in drafts:
            draft.rule, draft.extractor, draft.confidence = one.id, "spacy", one.rule.confidence
            draft.metric_text = one.rule.sets.metric or draft.metric_text
            if "unit" in open_slots:
                draft.end = max(draft.end, sentence.items[open_slots["unit"][1] - 1].end)
            self._merge(sentence, draft, drafts)

    def _covered(self, sentence: SentenceDrafts, place: tuple[int, int]) -> bool:
        """Tell whether a figure has claims that no token rule is surer of."""
        first, last = sentence.items[place[0]], sentence.items[place[1] - 1]
        covering = [draft for draft in sentence.drafts if draft.start < last.end and first.start < draft.end]
        return bool(covering) and not any(0 < draft.confidence < self._best for draft in covering)

    def _state(
        self,
        sentence: SentenceDrafts,
        one: CompiledTokens,
        place: tuple[int, int],
        index: int,
        slots: dict[str, tuple[int, int]],
        doc: Doc,
    ) -> bool:
        """Let a figure mean what the rule says ("cut in half" is a factor of 2); tell whether it has an amount."""
        sets, items = one.rule.sets, sentence.items
        if sets.unit is None:
            return bool(items[index].amounts)
        first, last = items[place[0]], items[place[1] - 1]
        low = sets.value if sets.value is not None else self._number(doc, slots.get("low") or slots["amount"])
        high = self._number(doc, slots["high"]) if "high" in slots else None
        if low is None or ("high" in slots and (high is None or high <= low)):
            return False
        unit = sets.unit or "x"
        dimension = _DIMENSIONS.get(unit, "number")
        known = items[index].amounts
        quantity = Quantity(first.start, last.end, last.end, float(low), high, unit, dimension)
        if known:
            quantity.qualifier, quantity.statistic = known[0].qualifier, known[0].statistic
        items[index].amounts = [quantity]
        return True

    def _number(self, doc: Doc, span: tuple[int, int]) -> float | None:
        """Return what the first token of a slot is worth: a number word, or the digits it begins with."""
        word = doc[span[0]].lower_
        if word in self._words:
            return self._words[word]
        match = NUMBER.match(word)
        return parse_number(match["digits"]) if match else None

    @staticmethod
    def _merge(sentence: SentenceDrafts, draft: Draft, fresh: list[Draft]) -> None:
        """Keep one claim a figure: that of the claim rules, unless a token rule is surer of the same fact."""
        for known in sentence.drafts:
            if any(known is one for one in fresh) or draft.end <= known.start or known.end <= draft.start:
                continue
            same = (known.kind, known.form, known.value) == (draft.kind, draft.form, draft.value)
            if same and 0 < known.confidence < draft.confidence:
                known.extractor, known.rule, known.confidence = draft.extractor, draft.rule, draft.confidence
            return
        sentence.drafts.append(draft)


def _label(item: Item) -> str:
    """Return what patterns know an item by: the dimension of an amount, the kind of a name, `metric`."""
    if item.amounts:
        quantity = item.amounts[-1]
        if quantity.dimension == "ratio" and quantity.word and quantity.word not in ("from", "to"):
            return "multiple"
        return quantity.amount
    if item.mention is not None:
        return item.mention.kind
    return "metric" if item.entry is not None and item.entry.metric is not None else ""


def _items_at(sentence: SentenceDrafts, doc: Doc, tokens: tuple[int, int]) -> tuple[int, int]:
    """Return the range of items that lie on some tokens."""
    first, last = doc[tokens[0]], doc[tokens[1] - 1]
    start, end = sentence.start + first.idx, sentence.start + last.idx + len(last)
    inside = [index for index, item in enumerate(sentence.items) if item.start < end and start < item.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _figure(items: list[Item], place: tuple[int, int]) -> int:
    return next((index for index in range(*place) if items[index].amounts), place[0])
