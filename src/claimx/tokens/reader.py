"""A sentence with its items and drafts in, the drafts of token rules added to it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import regex
from spacy.tokens import Doc

from claimx.claim.construction import Match
from claimx.claim.draft import Draft
from claimx.claim.engine import Engine
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.packs.loader import Rules
from claimx.packs.models import NumberFile
from claimx.packs.needs import Needs
from claimx.quantity import Quantity
from claimx.quantity.number import NUMBER, parse_number
from claimx.tokens.patterns import CompiledTokens, Figure, compile_tokens
from claimx.tokens.tokenizer import blank_english

_LEXEMES: Final = 200_000  # words kept before the vocabulary starts anew: memory stays bounded
_GLUED: Final = regex.compile(r"\d[xX×]-?[a-z]{4}")  # a figure and its word in one: 2.4xfaster
_WORD_BEFORE: Final = regex.compile(r"([a-zA-Z]+|[^\w\s])\s*$")
_DIMENSIONS: Final = {"x": "ratio", "%": "percent", "pp": "points"}

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """One match of a token rule in one sentence; `slots` are ranges of tokens, `items` those of items."""

    one: CompiledTokens
    doc: Doc
    start: int
    end: int
    slots: dict[str, Range]
    items: dict[str, Range]


class TokenReader:
    """Match the token rules of the packs on the figures that claim rules left open.

    `by_rules` False drops what the claim rules made first: the extractor `spacy` alone. `only` limits
    the token rules to one id.
    """

    def __init__(self, rules: Rules, engine: Engine, *, by_rules: bool = True, only: str | None = None) -> None:
        self._rules = rules
        self._engine = engine
        self._by_rules = by_rules
        self._only = only
        self._words = {word: float(n) for _, file in rules.of(NumberFile) for word, n in file.words.items()}
        self._compile()

    def _compile(self) -> None:
        self._nlp = blank_english()
        self._compiled = compile_tokens(self._rules, self._engine.dispatch, self._nlp.vocab, self._only)
        self._needs = Needs([choice for one in self._compiled for choice in one.words])
        self._best = max((one.rule.confidence for one in self._compiled), default=0.0)

    def read(self, text: str, sentence: SentenceDrafts) -> None:
        """Add to a sentence what the token rules find in `text`."""
        if not self._by_rules:
            sentence.drafts = []
        figures = [number for number, item in enumerate(sentence.items) if item.amounts]
        unsettled = [
            _figure(text, sentence.items[number])
            for number in figures
            if not self._covered(sentence, (number, number + 1))
        ]
        glued = _GLUED.search(text, sentence.start, sentence.end) is not None
        if not self._compiled or not (unsettled or glued):
            return
        possible = self._possible(text, sentence, unsettled)
        if possible:
            for match in self._matches(sentence, self.read_doc(text, sentence), possible):
                self._take(sentence, match)
        sentence.drafts.sort(key=lambda draft: (draft.item, draft.member))
        if len(self._nlp.vocab) > _LEXEMES:
            self._compile()

    def read_doc(self, text: str, sentence: SentenceDrafts) -> Doc:
        """Return the tokens of a sentence; a figure, a name and a metric is one token each, and an entity."""
        doc = self._nlp.tokenizer(text[sentence.start : sentence.end])
        pieces: list[tuple[str, bool, str]] = []
        done = 0
        for item in sentence.items:
            label = _label(item)
            if not label:
                continue
            span = doc.char_span(item.start - sentence.start, item.end - sentence.start, alignment_mode="expand")
            if span is None or span.start < done:
                continue
            pieces += [(token.text, bool(token.whitespace_), "O") for token in doc[done : span.start]]
            pieces.append((span.text, bool(span[-1].whitespace_), f"B-{label}"))
            done = span.end
        pieces += [(token.text, bool(token.whitespace_), "O") for token in doc[done:]]
        words, spaces, labels = (list(column) for column in zip(*pieces, strict=True)) if pieces else ([], [], [])
        return Doc(self._nlp.vocab, words=words, spaces=spaces, ents=labels)

    def _possible(self, text: str, sentence: SentenceDrafts, unsettled: list[Figure]) -> list[CompiledTokens]:
        """Return the rules whose words, labels and spellings stand in a sentence, and whose figure has no claim."""
        lower = text[sentence.start : sentence.end].lower()
        met = self._needs.met(lower)
        labels = {_label(item) for item in sentence.items}
        found: list[CompiledTokens] = []
        first = 0
        for one in self._compiled:
            last = first + len(one.words)
            if (
                all(number in met for number in range(first, last))
                and not any(map(labels.isdisjoint, one.labels))
                and (not one.amounts or any(map(one.may_read, unsettled)))
                and all(spelling.search(lower) for spelling in one.spellings)
            ):
                found.append(one)
            first = last
        return found

    def _matches(self, sentence: SentenceDrafts, doc: Doc, possible: list[CompiledTokens]) -> Iterator[TokenMatch]:
        """Yield the matches, the most telling first."""
        found: list[Any] = [(one, *hit) for one in possible for hit in one.matcher(doc, with_alignments=True)]
        matches = []
        for one, _, start, end, alignments in found:
            if any(not least <= alignments.count(place) <= most for place, least, most in one.repeats):
                continue
            slots: dict[str, Range] = {}
            for token, place in enumerate(alignments, start):
                for name in one.slots[place]:
                    slots[name] = (slots[name][0] if name in slots else token, token + 1)
            matches.append(TokenMatch(one, doc, start, end, slots, _items_at(sentence, doc, slots)))
        matches.sort(key=_rank)
        yield from matches

    def _take(self, sentence: SentenceDrafts, match: TokenMatch) -> None:
        """Add the drafts of one match unless its figure has a claim already."""
        place = match.items.get("amount")
        if place is None or self._covered(sentence, place):
            return
        index = next((number for number in range(*place) if sentence.items[number].amounts), place[0])
        if not self._state(sentence, match, index):
            return
        rule = match.one.rule
        slots = {name: span for name, span in match.items.items() if name not in ("amount", "low", "high")}
        drafts = self._engine.interpret(sentence, index, Match(match.one.construction, match.start, match.end, slots))
        for draft in drafts:
            draft.rule, draft.extractor, draft.confidence = match.one.id, "spacy", rule.confidence
            draft.metric_text = rule.sets.metric or draft.metric_text
            if "unit" in slots:
                draft.end = max(draft.end, sentence.items[slots["unit"][1] - 1].end)
            _merge(sentence, draft, drafts)

    def _covered(self, sentence: SentenceDrafts, place: Range) -> bool:
        """Tell whether a figure has claims that no token rule is surer of."""
        first, last = sentence.items[place[0]], sentence.items[place[1] - 1]
        covering = [draft for draft in sentence.drafts if draft.start < last.end and first.start < draft.end]
        return bool(covering) and not any(0 < draft.confidence < self._best for draft in covering)

    def _state(self, sentence: SentenceDrafts, match: TokenMatch, index: int) -> bool:
        """Let a figure mean what the rule says ("cut in half" is a factor of 2); tell whether it has an amount."""
        sets, items = match.one.rule.sets, sentence.items
        if sets.unit is None:
            return bool(items[index].amounts)
        low = sets.value if sets.value is not None else self._number(match, "low" if "low" in match.slots else "amount")
        high = self._number(match, "high") if "high" in match.slots else None
        if low is None or ("high" in match.slots and (high is None or high <= low)):
            return False
        first, last = (items[number] for number in (match.items["amount"][0], match.items["amount"][1] - 1))
        known = items[index].amounts
        quantity = Quantity(
            first.start, last.end, last.end, float(low), high, sets.unit, _DIMENSIONS.get(sets.unit, "number")
        )
        if known:
            quantity.qualifier, quantity.statistic = known[0].qualifier, known[0].statistic
        items[index].amounts = [quantity]
        return True

    def _number(self, match: TokenMatch, slot: str) -> float | None:
        """Return what the first token of a slot is worth: a number word, or the digits it begins with."""
        word = match.doc[match.slots[slot][0]].lower_
        if word in self._words:
            return self._words[word]
        digits = NUMBER.match(word)
        return parse_number(digits["digits"]) if digits else None


def _rank(match: TokenMatch) -> tuple[bool, int, int, int, str]:
    """Put rules of one kind before general ones, then most slots, then the shortest, then the order of the text."""
    return match.one.rule.kind is None, -len(match.slots), match.end - match.start, match.start, match.one.id


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


def _figure(text: str, item: Item) -> Figure:
    """Return a figure as patterns meet it; its writing is left open where it is part of a longer word."""
    around = text[max(item.start - 1, 0) : item.start] + text[item.end : item.end + 1]
    glued = any(character.isalnum() or character in "-/+%$" for character in around)
    before = _WORD_BEFORE.search(text, max(item.start - 40, 0), item.start)
    written = "" if glued else text[item.start : item.end]
    return Figure(_label(item), written, before[1].lower() if before and not glued else "")


def _items_at(sentence: SentenceDrafts, doc: Doc, slots: dict[str, Range]) -> dict[str, Range]:
    """Return the items that lie on the tokens of each slot."""
    found: dict[str, Range] = {}
    for name, (low, high) in slots.items():
        start, end = sentence.start + doc[low].idx, sentence.start + doc[high - 1].idx + len(doc[high - 1])
        inside = [number for number, item in enumerate(sentence.items) if item.start < end and start < item.end]
        if inside:
            found[name] = (inside[0], inside[-1] + 1)
    return found
