"""A sentence's text, quantities and mentions in, claim drafts out: the rules at work."""

from __future__ import annotations

from copy import copy
from time import perf_counter_ns
from typing import Final, Literal

from claimx.claim.alphabet import Alphabet
from claimx.claim.averages import share_bounds, share_statistics
from claimx.claim.carried import taken_up, taken_up_at
from claimx.claim.changes import split_changes
from claimx.claim.construction import CompiledConstruction, Match, compile_constructions, literals_of, read_macros
from claimx.claim.devices import take_devices
from claimx.claim.dispatch import NONE, CompiledRule, Dispatch
from claimx.claim.draft import Draft, is_settled, preferred
from claimx.claim.effects import (
    effects_of,
    is_better,
    is_level,
    own_sense,
    sense_before,
    sense_of,
    statistic_of,
    told_by,
    typical,
)
from claimx.claim.item import Item
from claimx.claim.items import ItemReader, Seen
from claimx.claim.lexicon import Lexicon, Sense
from claimx.claim.measured import Measured
from claimx.claim.mentioned import mention_drafts
from claimx.claim.metric import measured_of, metric_span
from claimx.claim.sentence import SentenceDrafts
from claimx.claim.series import begin, goes_on, inherited, lead
from claimx.claim.stated import stated_amount
from claimx.claim.surroundings import Surroundings
from claimx.claim.trace import Attempt, Question
from claimx.claim.unnamed import name_metrics
from claimx.mention import Mention
from claimx.packs.loader import Rules
from claimx.packs.models import LAST
from claimx.quantity import Quantity, QuantityScanner

_Turn = Literal["firm", "loose", "last"]
_FORMS: Final = {"ratio": "ratio", "percent": "percent_change", "fraction": "percent_change", "half": "percent_change"}
_LOOSE: Final = 20
_REMEMBERED: Final = 50_000


class Engine:
    """Apply the compiled packs to sentences; pure but for what is compiled once."""

    def __init__(self, rules: Rules, scanner: QuantityScanner) -> None:
        self._alphabet = Alphabet()
        self._lexicon = Lexicon(rules, literals_of(rules))
        self._reader = ItemReader(self._lexicon, self._alphabet, scanner)
        self._alphabet.close()
        self._scanner = scanner
        self._constructions = compile_constructions(rules, self._alphabet, read_macros(rules))
        self.dispatch = Dispatch(rules, self._alphabet, read_macros(rules))
        self._fitting: dict[tuple[str, str, str, _Turn], list[CompiledConstruction]] = {}
        self._stop = self._alphabet.chars("stop")[:1] or "."

    def limited_to(self, rule_id: str) -> Engine:
        """Return an engine of one claim rule that shares all that is compiled."""
        one = copy(self)
        one.dispatch = self.dispatch.limited_to(rule_id)
        return one

    def read(self, text: str, start: int, end: int, seen: Seen) -> SentenceDrafts:
        """Return `text[start:end]` as items, with no drafts yet."""
        items = self._reader.read(text, start, end, seen)
        if any(item.amounts for item in items):
            items = split_changes(items)
        for item in items:
            if len(item.amounts) == 1 and item.amounts[0].word in ("from", "to"):
                item.char = self._reader.amounts.of(item.amounts[0])
        row = "".join([item.char for item in items]) + self._stop
        return SentenceDrafts(start, end, items, row, [])

    def draft(self, sentence: SentenceDrafts, mentions: list[Mention], trace: list[Attempt] | None = None) -> None:
        """Give a sentence its drafts."""
        items = sentence.items
        made: dict[int, list[Draft]] = {}
        taken: dict[int, Draft] = {}
        for index, item in enumerate(items):
            if item.amounts:
                drafts = inherited(self.dispatch, sentence, index, made) if goes_on(sentence, index, made) else []
                drafts = drafts or take_devices(items, self._figure(sentence, index, trace), taken)
                if not drafts and index not in taken:
                    drafts = inherited(self.dispatch, sentence, index, made)
                if not drafts and index not in taken:
                    drafts = self._figure(sentence, index, trace, "loose")
                if drafts:
                    made[index] = drafts
                    sentence.drafts += drafts
        if made:
            begin(self.dispatch, sentence, made)
            lead(self.dispatch, sentence, made)
            sentence.drafts.sort(key=lambda draft: (draft.item, draft.member))
            share_bounds(sentence)
            share_statistics(sentence)
            name_metrics(items, sentence.drafts)
        if mentions:
            sentence.drafts += mention_drafts(sentence, self.dispatch)

    def finish(self, sentence: SentenceDrafts, trace: list[Attempt] | None = None) -> None:
        """Ask the last constructions for the figures that nothing has made a claim of."""
        spans = [(draft.start, draft.end) for draft in sentence.drafts]
        found: list[Draft] = []
        for index, item in enumerate(sentence.items):
            if item.amounts and not any(start < item.end and item.start < end for start, end in spans):
                found += self._figure(sentence, index, trace, "last")
        if found:
            sentence.drafts = sorted([*sentence.drafts, *found], key=lambda draft: (draft.item, draft.member))

    def interpret(self, sentence: SentenceDrafts, index: int, match: Match) -> list[Draft]:
        """Return the drafts of a match found by other means than a construction, as of one."""
        return self._interpret(sentence, index, match)

    def classes_of(self, item: Item) -> tuple[str, ...]:
        """Return the names of the classes an item stands for, in alphabetical order."""
        return self._alphabet.classes(item.char)

    def _figure(
        self, sentence: SentenceDrafts, index: int, trace: list[Attempt] | None, turn: _Turn = "firm"
    ) -> list[Draft]:
        """Return the drafts of the first construction that fits a figure and finds a rule.

        `turn` says which constructions are asked. With a trace those behind the first are tried too, and beaten.
        """
        chosen: list[Draft] = []
        begun = perf_counter_ns() if trace is not None else 0
        at = self._fitting_at if trace is None else self._all_at
        before, after = set(sentence.row[:index]), set(sentence.row[index + 1 :])
        for construction in at(sentence.row, index, turn):
            if trace is None and construction.lacks(before, after):
                continue
            match = construction.match(sentence.row, index)
            if match is None and trace is None:
                continue
            questions: list[Question] = []
            drafts = self._interpret(sentence, index, match, None if trace is None else questions) if match else []
            if trace is not None:
                trace.append(Attempt(index, construction, match, questions, drafts, begun))
                begun = trace[-1].ended
            chosen = preferred(chosen, drafts)
            if trace is None and chosen and is_settled(chosen):
                return chosen
        return chosen

    def _all_at(self, row: str, index: int, turn: _Turn) -> list[CompiledConstruction]:
        """Return the constructions about a figure, the most specific first."""
        return [one for one in self._constructions.get(row[index], ()) if _turn_of(one.priority) == turn]

    def _fitting_at(self, row: str, index: int, turn: _Turn) -> list[CompiledConstruction]:
        """Return those that the items beside the figure let match at all."""
        before = row[index - 1] if index else ""
        key = (row[index], before, row[index + 1], turn)
        found = self._fitting.get(key)
        if found is None:
            if len(self._fitting) >= _REMEMBERED:
                self._fitting.clear()
            found = self._fitting[key] = [
                one for one in self._all_at(row, index, turn) if one.may_match(before, row[index + 1])
            ]
        return found

    def _interpret(
        self, sentence: SentenceDrafts, index: int, match: Match, questions: list[Question] | None = None
    ) -> list[Draft]:
        construction = match.construction
        items = sentence.items
        sense = sense_of(items, match)
        if construction.continues:
            sense = next((d.sense for d in reversed(sentence.drafts) if d.sense is not None), None)
            sense = sense or sense_before(items, index)
            if sense is None:
                return []
        metrics = measured_of(items, match.slots.get("metric"), index)
        if not metrics and "metric" in match.slots:
            return []  # what stands where the metric should names nothing
        if sense is not None and sense.dimension:
            metrics = told_by(metrics, sense.dimension)
        if not metrics or (all(m.dimension == NONE for m in metrics) and metrics[0].span is None):
            told = None if "model" in match.slots else taken_up(sentence, index, sense, match)
            metrics = [told or Measured(None, NONE, "higher", True)]
        elif all(m.dimension == NONE for m in metrics):
            told = taken_up_at(sentence, index, sense, match)
            metrics = [told] if told is not None else metrics
        quantity = typical(items[index].amounts)
        if is_level(construction, quantity) or (quantity.near and construction.form == "percent_of"):
            return []  # the end of a change says how much there was, not by how much it changed
        found: list[tuple[Measured, CompiledRule, Sense | None]] = []
        for measured in metrics:
            said = own_sense(items, measured) or sense if len(metrics) > 1 else sense
            rule = self._rule(sentence, index, match, quantity, measured, said, questions)
            if rule is not None:
                found.append((measured, rule, said))
        if not found:
            return []
        return self._drafts(sentence, index, match, found)

    def _rule(
        self,
        sentence: SentenceDrafts,
        index: int,
        match: Match,
        quantity: Quantity,
        measured: Measured,
        sense: Sense | None,
        questions: list[Question] | None = None,
    ) -> CompiledRule | None:
        near = Surroundings(sentence.items, sentence.row, index, measured.items, match.slots, sentence.topics)
        effects = effects_of(match.construction, sense, quantity, measured)
        asked: list[tuple[str, str | None]] | None = None
        if questions is not None:
            asked = []
            questions.append(Question(quantity.amount, quantity.unit, measured.dimension, effects, asked))
        amount, unit, dimension = quantity.amount, quantity.unit, measured.dimension
        if match.construction.rule is not None:
            return self.dispatch.own_rule(match.construction.rule, amount, unit, effects, near, asked)
        return self.dispatch.find_rule(match.construction.id, amount, unit, dimension, effects, near, asked)

    def _drafts(
        self,
        sentence: SentenceDrafts,
        index: int,
        match: Match,
        found: list[tuple[Measured, CompiledRule, Sense | None]],
    ) -> list[Draft]:
        """Pair figures with metrics: by position where the counts agree, else each with all."""
        amounts = sentence.items[index].amounts
        drafts: list[Draft] = []
        if len(amounts) == len(found) > 1:
            pairs = [(n, quantity, *found[n]) for n, quantity in enumerate(amounts)]
        else:
            groups: dict[str, tuple[Measured, CompiledRule, Sense | None]] = {}
            for measured, rule, said in found:
                if rule.kind in groups:
                    joint, first, sense = groups[rule.kind]
                    groups[rule.kind] = (joint.joined(measured), first, sense)
                else:
                    groups[rule.kind] = (measured, rule, said)
            pairs = [(n, quantity, *pair) for n, quantity in enumerate(amounts) for pair in groups.values()]
        for member, quantity, measured, rule, sense in pairs:
            draft = self._draft(sentence, index, match, quantity, measured, rule, sense)
            draft.member, draft.members = member, len(amounts)
            drafts.append(draft)
        return drafts

    def _draft(
        self,
        sentence: SentenceDrafts,
        index: int,
        match: Match,
        quantity: Quantity,
        measured: Measured,
        rule: CompiledRule,
        sense: Sense | None,
    ) -> Draft:
        construction = match.construction
        form = rule.rule.form or construction.form or _FORMS.get(quantity.dimension, "delta")
        direction = rule.rule.direction or construction.direction or (sense.direction if sense else None)
        if quantity.sign:
            direction = "decrease" if quantity.sign == "-" else direction or "increase"
        if form in ("absolute", "percent_of"):
            direction = None
        value, high, unit = stated_amount(sentence.items, match.slots, quantity, rule, form, self._scanner.units)
        if quantity.dimension in ("fraction", "half") and form == "ratio":
            direction = direction or "decrease"
        draft = Draft(
            rule.kind, form, rule.id, construction.id, quantity.start, quantity.end, value, high, unit, index,
            quantity=quantity, qualifier=quantity.qualifier, statistic=quantity.statistic, direction=direction,
            metric=measured.span, metric_text=rule.rule.metric, slots=match.slots,
        )  # fmt: skip
        draft.sense, draft.measured = sense, measured
        draft.better = is_better(construction, sense, quantity, measured)
        draft.metric = metric_span(sentence.items, match.slots, quantity, measured, form)
        if quantity.word not in ("from", "to"):
            draft.statistic = draft.statistic or statistic_of(sentence.items, match, form)
        draft.lower_better = measured.better == "lower"
        return draft


def _turn_of(priority: int) -> _Turn:
    """Return when a construction is asked: before a series goes on, behind it, or where all else gave nothing."""
    return "last" if priority <= LAST else "loose" if priority <= _LOOSE else "firm"
