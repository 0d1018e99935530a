"""A sentence's text, quantities and mentions in, claim drafts out: the rules at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter_ns
from typing import Final

from claimx.claim.construction import CompiledConstruction, Match, compile_constructions, literals_of, read_macros
from claimx.claim.dispatch import NONE, CompiledRule, Dispatch
from claimx.claim.draft import Draft
from claimx.claim.items import Alphabet, Item, ItemReader
from claimx.claim.lexicon import Lexicon, Sense
from claimx.claim.mentioned import mention_drafts
from claimx.claim.surroundings import Surroundings
from claimx.claim.metric import Measured, measured_of, metric_span, name_metrics
from claimx.claim.trace import Attempt, Question
from claimx.mention import Mention
from claimx.packs.loader import Rules
from claimx.quantity import Quantity, QuantityScanner

_FORMS: Final = {"ratio": "ratio", "percent": "percent_change", "fraction": "percent_change", "half": "percent_change"}
_ABOUT: Final = {
    "device_time": ("compute", "lower"), "time": ("time", "lower"), "bytes": ("memory", "lower"),
    "rate": ("speed", "higher"), "flop_rate": ("speed", "higher"), "op_rate": ("speed", "higher"),
    "parameters": ("size", "lower"), "power": ("energy", "lower"), "energy": ("energy", "lower"),
    "usd": ("cost", "lower"), "flops": ("compute", "lower"), "macs": ("compute", "lower"),
}  # fmt: skip
_ENDS: Final = frozenset(("prep", "and", "be", "achieve", "need", "versus", "aux", "we", "verb", "respectively"))
_RANGING: Final = frozenset(("ranging", "range", "ranges", "varying", "between", "vary", "varies", "spanning", "spans", "anywhere"))
# Behind a number above one these are no devices: "two core principles".
_ONE: Final = frozenset(("core", "device", "chip", "board", "server", "machine", "node"))
_LOOSE: Final = 20
_REACH: Final = 16


@dataclass(slots=True)
class SentenceDrafts:
    """Hold a sentence as items and the drafts made from it."""

    start: int
    end: int
    items: list[Item]
    row: str
    drafts: list[Draft]


class Engine:
    """Apply the compiled packs to sentences; pure but for what is compiled once."""

    def __init__(self, rules: Rules, scanner: QuantityScanner, only: frozenset[str] = frozenset()) -> None:
        self._alphabet = Alphabet()
        self._lexicon = Lexicon(rules, literals_of(rules))
        self._reader = ItemReader(self._lexicon, self._alphabet, scanner)
        self._alphabet.close()
        self._scanner = scanner
        self._constructions = compile_constructions(rules, self._alphabet, read_macros(rules))
        self.dispatch = Dispatch(rules, only)
        self.dispatch.compile_exclusions(self._alphabet, read_macros(rules))
        self._stop = self._alphabet.chars("stop")[:1] or "."

    def read(
        self,
        text: str,
        start: int,
        end: int,
        quantities: list[Quantity],
        mentions: list[Mention],
        trace: list[Attempt] | None = None,
    ) -> SentenceDrafts:
        """Return the drafts of `text[start:end]`."""
        items = self._split_changes(self._reader.read(text, start, end, quantities, mentions))
        for item in items:
            if len(item.amounts) == 1 and item.amounts[0].word in ("from", "to"):
                item.char = self._reader.amount_char(item.amounts[0])
        row = "".join([item.char for item in items]) + self._stop
        sentence = SentenceDrafts(start, end, items, row, [])
        made: dict[int, list[Draft]] = {}
        taken: dict[int, Draft] = {}
        for index, item in enumerate(items):
            if item.amounts:
                drafts = _devices(items, self._figure(sentence, index, trace), taken)
                if not drafts and index not in taken:
                    drafts = self._inherited(sentence, index, made)
                if not drafts and index not in taken:
                    drafts = self._figure(sentence, index, trace, loose=True)
                if drafts:
                    made[index] = drafts
                    sentence.drafts += drafts
        self._begin(sentence, made)
        _share_bounds(sentence)
        name_metrics(items, sentence.drafts)
        sentence.drafts += mention_drafts(sentence.items, sentence.drafts, self.dispatch)
        return sentence

    def interpret(self, sentence: SentenceDrafts, index: int, match: Match) -> list[Draft]:
        """Return the drafts of a match found by other means than a construction, as of one."""
        return self._interpret(sentence, index, match)

    def classes_of(self, item: Item) -> tuple[str, ...]:
        """Return the names of the classes an item stands for, in alphabetical order."""
        return self._alphabet.classes(item.char)

    def _split_changes(self, items: list[Item]) -> list[Item]:
        """Take "from A to B" apart where a verb of change governs it; join what an arrow parts."""
        result: list[Item] = []
        for index, item in enumerate(items):
            quantity = item.amounts[0] if len(item.amounts) == 1 else None
            if quantity and quantity.split >= 0 and quantity.dimension == "number" and _counts(items, index):
                first = replace(quantity, end=quantity.first_end, value_high=None, split=-1, word="")
                second = replace(
                    quantity, start=quantity.split, value=quantity.value_high, value_high=None, split=-1, word=""
                )
                result.append(Item(first.start, second.end, item.char, amounts=[first, second]))
                continue
            if quantity and quantity.word == "from" and quantity.split >= 0 and quantity.dimension != "ratio" and (_changes(result) or _levels(quantity, result)):
                first = replace(quantity, end=quantity.first_end, value_high=None, split=-1)
                second = replace(
                    quantity, start=quantity.split, value=quantity.value_high, value_high=None, split=-1, word="to"
                )
                result.append(Item(first.start, first.end, item.char, amounts=[first]))
                result.append(Item(second.start, second.end, item.char, amounts=[second]))
                continue
            if quantity and len(result) >= 2 and result[-1].text == "→" and result[-2].amounts:
                before = result[-2].amounts[-1]
                before.word, quantity.word = "from", "to"
                if before.dimension == "number" and quantity.dimension != "number":
                    before.unit, before.dimension = quantity.unit, quantity.dimension
                    result[-2].char = item.char
                result.pop()
            result.append(item)
        _mark_ends(result)
        return result

    def _figure(
        self, sentence: SentenceDrafts, index: int, trace: list[Attempt] | None, *, loose: bool = False
    ) -> list[Draft]:
        """Return the drafts of the first construction that fits a figure and finds a rule.

        The loose constructions come last, after a series has been given its chance to go on. With a
        trace the constructions behind the first are tried too, and beaten.
        """
        chosen: list[Draft] = []
        begun = perf_counter_ns() if trace is not None else 0
        for construction in self._constructions.get(sentence.row[index], ()):
            if (construction.priority <= _LOOSE) != loose:
                continue
            match = construction.match(sentence.row, index)
            if match is None and trace is None:
                continue
            questions: list[Question] = []
            drafts = self._interpret(sentence, index, match, None if trace is None else questions) if match else []
            if trace is not None:
                trace.append(Attempt(index, construction, match, questions, drafts, begun))
                begun = trace[-1].ended
            elif drafts:
                return drafts
            chosen = chosen or drafts
        return chosen

    def _interpret(
        self, sentence: SentenceDrafts, index: int, match: Match, questions: list[Question] | None = None
    ) -> list[Draft]:
        construction = match.construction
        items = sentence.items
        sense = _sense(items, match)
        if construction.continues:
            sense = next((d.sense for d in reversed(sentence.drafts) if d.sense is not None), None)
            if sense is None:
                return []
        metrics = measured_of(items, match.slots.get("metric"))
        if not metrics and sense is not None and sense.dimension:
            metrics = [Measured(None, sense.dimension, "higher", True)]
        elif sense is not None and sense.dimension and all(m.dimension == NONE or m.weak for m in metrics):
            metrics = [replace(m, dimension=sense.dimension) for m in metrics]
        if not metrics or all(m.dimension == NONE for m in metrics) and metrics[0].span is None:
            metrics = [_spoken_of(items, index) or Measured(None, NONE, "higher", True)]
        quantity = _typical(items[index].amounts)
        found: list[tuple[Measured, CompiledRule]] = []
        for measured in metrics:
            rule = self._rule(sentence, index, match, quantity, measured, sense, questions)
            if rule is not None:
                found.append((measured, rule))
        if not found:
            return []
        return self._drafts(sentence, index, match, found, sense)

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
        construction = match.construction
        near = Surroundings(sentence.items, sentence.row, index, measured.items, match.slots.get("change"))
        effects = _effects(construction, sense, quantity, measured)
        asked: list[tuple[str, str | None]] | None = None
        if questions is not None:
            asked = []
            questions.append(Question(quantity.amount, quantity.unit, measured.dimension, effects, asked))
        if construction.rule is not None:
            rule = self.dispatch.rules.get(construction.rule)
            failed = rule.failed(construction.id, quantity.unit, effects, near) if rule else "construction"
            if asked is not None:
                asked.append((construction.rule, failed))
            return rule if failed is None else None
        return self.dispatch.find_rule(
            construction.id, quantity.amount, quantity.unit, measured.dimension, effects, near, asked
        )

    def _drafts(
        self,
        sentence: SentenceDrafts,
        index: int,
        match: Match,
        found: list[tuple[Measured, CompiledRule]],
        sense: Sense | None,
    ) -> list[Draft]:
        """Pair figures with metrics: by position where the counts agree, else each with all."""
        amounts = sentence.items[index].amounts
        drafts: list[Draft] = []
        if len(amounts) == len(found) > 1:
            pairs = [(n, quantity, *found[n]) for n, quantity in enumerate(amounts)]
        else:
            groups: dict[str, tuple[Measured, CompiledRule]] = {}
            for measured, rule in found:
                if rule.kind in groups:
                    joint = groups[rule.kind][0]
                    groups[rule.kind] = (joint.joined(measured), groups[rule.kind][1])
                else:
                    groups[rule.kind] = (measured, rule)
            pairs = [(n, quantity, *pair) for n, quantity in enumerate(amounts) for pair in groups.values()]
        for member, quantity, measured, rule in pairs:
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
        value, high, unit = self._amount(sentence, match, quantity, rule, form)
        if quantity.dimension in ("fraction", "half") and form == "ratio":
            direction = direction or "decrease"
        draft = Draft(
            rule.kind, form, rule.id, construction.id, quantity.start, quantity.end, value, high, unit, index,
            quantity=quantity, qualifier=quantity.qualifier, statistic=quantity.statistic, direction=direction,
            metric=measured.span, metric_text=rule.rule.metric, slots=match.slots,
        )  # fmt: skip
        draft.sense = sense
        draft.better = _better(construction, sense, quantity, measured)
        change = match.slots.get("change")
        draft.metric = metric_span(sentence.items, match.slots, quantity, measured, form)
        if change is not None:
            draft.statistic = draft.statistic or _statistic(sentence.items, change[0], match.slots.get("metric"))
        draft.lower_better = measured.better == "lower"
        return draft

    def _amount(
        self, sentence: SentenceDrafts, match: Match, quantity: Quantity, rule: CompiledRule, form: str
    ) -> tuple[float | None, float | None, str]:
        """Return value, range end and unit as the claim states them."""
        hours = match.slots.get("hours")
        if hours is not None:
            word = sentence.items[hours[0]].text.replace("-", " ").split()[-1]
            named = self._scanner.units.named(f"gpu {word}")
            if named is not None:
                return quantity.value, quantity.value_high, named[0]
        if quantity.dimension in ("fraction", "half") and form == "ratio":
            return round(100.0 / quantity.value, 6), None, "x"
        unit = quantity.unit
        if quantity.dimension in ("fraction", "half"):
            return quantity.value, None, "%"
        things = match.slots.get("things")
        if things is not None and sentence.items[things[0]].text.startswith("token"):
            unit = "tokens"
        if unit is None or (unit == "x" and form == "absolute"):
            unit = rule.rule.unit or {"delta": "points", "ratio": "x"}.get(form) or rule.unit or "score"
        return quantity.value, quantity.value_high, unit

    def _inherited(self, sentence: SentenceDrafts, index: int, made: dict[int, list[Draft]]) -> list[Draft]:
        """Return drafts for a later member of a series ("by 3% on A, 5% on B") that says only what differs."""
        quantity = sentence.items[index].amounts[-1]
        if quantity.compound or (quantity.word and quantity.word not in ("from", "to")):
            return []
        for before in range(index - 1, max(-1, index - _REACH), -1):
            drafts = made.get(before)
            if not drafts:
                continue
            first = drafts[0]
            versus = any(i.entry is not None and "versus" in i.entry.classes for i in sentence.items[before + 1 : index])
            if versus and first.form != "absolute" and quantity.dimension in ("number", "percent"):
                continue
            if first.quantity is None or first.kind == "hardware" or not _continues(sentence.items, before, index, first.quantity, quantity):
                continue
            count = len(sentence.items[index].amounts)
            paired = drafts if len(drafts) == count else [first] * count
            return [self._continued(paired[member], index, member, sentence) for member in range(count)]
        return []

    def _begin(self, sentence: SentenceDrafts, made: dict[int, list[Draft]]) -> None:
        """Make a draft of where a change starts from what is known of where it leads: "from 2k to 64k context"."""
        items = sentence.items
        for index, item in enumerate(items):
            if index in made or len(item.amounts) != 1 or item.amounts[0].word != "from":
                continue
            for later in range(index + 1, min(len(items), index + 12)):
                drafts = made.get(later)
                if drafts and drafts[0].quantity is not None and drafts[0].quantity.word == "to":
                    made[index] = [self._continued(drafts[0], index, 0, sentence)]
                    sentence.drafts += made[index]
                    break

    def _continued(self, first: Draft, index: int, member: int, sentence: SentenceDrafts) -> Draft:
        amounts = sentence.items[index].amounts
        quantity = amounts[member]
        draft = replace(
            first, start=quantity.start, end=quantity.end, value=quantity.value, value_high=quantity.value_high,
            item=index, member=member, members=len(amounts), quantity=quantity, inherited=True,
            qualifier=quantity.qualifier, statistic=quantity.statistic or first.statistic,
        )  # fmt: skip
        if quantity.unit is not None and quantity.unit != first.unit and quantity.dimension == first.quantity.dimension:
            draft.unit = quantity.unit
        if first.sense is not None or first.form in ("absolute", "percent_of"):
            self._localise(sentence, index, draft)
        return draft

    def _localise(self, sentence: SentenceDrafts, index: int, draft: Draft) -> None:
        """Give a later member of a series its own metric where one stands right behind its figure."""
        items = sentence.items
        low = index + 1
        while low < len(items) and items[low].text in ("in", "on", "for", "of", "the", "at"):
            low += 1
        high = low
        while high < len(items) and high - low < 5 and _nominal(items[high]):
            high += 1
        measured = measured_of(items, (low, high)) if high > low else []
        if len(measured) != 1 or measured[0].dimension == NONE or draft.quantity is None:
            return
        found = measured[0]
        better = draft.better if draft.sense is None else _better_of(draft.sense.effect, found)
        effects = () if better is None else ("better" if better else "worse", draft.sense.effect if draft.sense else "")
        near = Surroundings(items, sentence.row, index, found.items, None)
        rule = self.dispatch.find_rule(
            draft.construction, draft.quantity.amount, draft.quantity.unit, found.dimension, effects, near
        )
        if rule is not None:
            draft.kind, draft.rule, draft.metric, draft.better = rule.kind, rule.id, found.span, better
            draft.lower_better = found.better == "lower"


def _share_bounds(sentence: SentenceDrafts) -> None:
    """Let "up to" hold for the later members of one coordination: "up to 4x increase in A and 70% less B"."""
    drafts = sentence.drafts
    for before, draft in zip(drafts, drafts[1:], strict=False):
        if before.qualifier != "up_to" or draft.qualifier != "exact" or before.quantity is None or draft.quantity is None:
            continue
        if before.item == draft.item or (before.form == "absolute") != (draft.form == "absolute"):
            continue
        between = sentence.items[before.item + 1 : draft.item]
        if draft.form == "absolute" and any(i.entry is not None and "prep" in i.entry.classes for i in between):
            continue
        last = between[-1].text if between else ""
        if last in ("and", ",", "or") and not any(item.text in (";", "while", "by", "with") for item in between):
            draft.qualifier = "up_to"


def _nominal(item: Item) -> bool:
    """Tell whether an item can stand in the name of a metric."""
    if item.amounts or item.mention is not None:
        return item.mention is not None
    if item.entry is not None:
        return item.entry.metric is not None or not item.entry.classes & _ENDS
    return item.text[:1].isalpha()


def _better_of(effect: str | None, measured: Measured) -> bool | None:
    if effect in ("better", "worse"):
        return effect == "better"
    return None if effect is None else (effect == "more") == (measured.better == "higher")


def _statistic(items: list[Item], change: int, metric: tuple[int, int] | None) -> str | None:
    """Return the statistic that governs a change: "an average speedup of", "average latency reduction of"."""
    spots = [change - 1]
    if metric is not None and metric[1] <= change + 1:
        spots += [metric[0], metric[0] - 1]
    for spot in spots:
        entry = items[spot].entry if 0 <= spot < len(items) else None
        if entry is not None and entry.metric is not None and items[spot].text.split()[0] in ("average", "mean", "median"):
            return "median" if items[spot].text.startswith("median") else "mean"
        if entry is not None and entry.before is not None and entry.before[0] == "statistic":
            return entry.before[1]
    return None


def _mark_ends(items: list[Item]) -> None:
    """Mark the ends of a change whose figures stand apart: "from 15.9% with one sample to 56% with 250"."""
    for index, item in enumerate(items):
        first = item.amounts[0] if len(item.amounts) == 1 and index and items[index - 1].text == "from" else None
        if first is None or first.word or first.value_high is not None or first.dimension == "ratio":
            continue
        for later in range(index + 2, min(len(items), index + 12)):
            second = items[later].amounts[0] if len(items[later].amounts) == 1 else None
            if second is not None and second.dimension == first.dimension and items[later - 1].text in ("to", "down to", "up to"):
                first.word, second.word = "from", "to"
                break


def _typical(amounts: list[Quantity]) -> Quantity:
    """Return the member of a list that says most of its nature: a decimal before a whole number."""
    return next((q for q in amounts if q.amount == "number"), amounts[-1])


def _counts(items: list[Item], index: int) -> bool:
    """Tell whether the figure at `index` counts devices: "from 8 to 256 GPUs" are two set-ups."""
    for item in items[index + 1 : index + 4]:
        if item.mention is not None and item.mention.kind == "device" or item.entry is not None and item.entry.device:
            return True
        if item.amounts or item.text in (",", ";", "and"):
            return False
    return False


def _levels(quantity: Quantity, items: list[Item]) -> bool:
    """Tell whether a rate goes from one figure to another: it does so even where no verb of change is known."""
    return quantity.dimension == "rate" and not any(item.text in _RANGING for item in items[-2:])


def _changes(items: list[Item]) -> bool:
    """Tell whether a verb or noun of change stands in the clause so far."""
    if any(item.text in _RANGING for item in items[-2:]):
        return False
    for item in reversed(items[-20:]):
        if item.text in (";", "."):
            return False
        if item.entry and any(sense.direction for sense in item.entry.senses.values()):
            return True
    return False


def _spoken_of(items: list[Item], index: int) -> Measured | None:
    """Return what the sentence spoke of last, for a change that names nothing: "25 GPU hours, 8x fewer"."""
    for item in reversed(items[max(0, index - 8) : index]):
        if item.amounts:
            dimension = _ABOUT.get(item.amounts[-1].dimension)
            if dimension is not None:
                return Measured(None, dimension[0], dimension[1], True)
        if item.text in (";", "while"):
            return None
    return None


def _sense(items: list[Item], match: Match) -> Sense | None:
    """Return what the change word of a match says, as a member of the classes its slot names."""
    slot = match.slots.get("change")
    if slot is None:
        return None
    classes = match.construction.senses.get("change", ())
    for index in range(slot[0], slot[1]):
        entry = items[index].entry
        if entry is not None:
            for name in classes:
                if name in entry.senses:
                    return entry.senses[name]
    return None


def _better(
    construction: CompiledConstruction, sense: Sense | None, quantity: Quantity, measured: Measured
) -> bool | None:
    effect = construction.effect or (sense.effect if sense else None)
    if quantity.sign == "-" and effect in (None, "more"):
        effect = "less"
    elif quantity.sign == "+" and effect is None:
        effect = "more"
    if effect is None:
        return None
    if effect in ("better", "worse"):
        return effect == "better"
    return (effect == "more") == (measured.better == "higher")


def _effects(
    construction: CompiledConstruction, sense: Sense | None, quantity: Quantity, measured: Measured
) -> tuple[str, ...]:
    better = _better(construction, sense, quantity, measured)
    if better is None:
        return ()
    effect = construction.effect or (sense.effect if sense else None) or ("less" if quantity.sign == "-" else "more")
    if quantity.sign == "-" and effect == "more":
        effect = "less"
    return ("better" if better else "worse", effect)


def _devices(items: list[Item], drafts: list[Draft], taken: dict[int, Draft]) -> list[Draft]:
    """Fill in the device of hardware drafts; a figure of a device already taken only adds its memory."""
    kept: list[Draft] = []
    for draft in drafts:
        slot = draft.slots.get("device")
        if draft.kind != "hardware" or slot is None:
            if slot is not None:
                draft.mention = items[slot[0]].mention
            kept.append(draft)
            continue
        figure = draft.quantity
        if figure and figure.value > 1 and not figure.compound and items[slot[1] - 1].text in _ONE:
            continue
        memory = figure.value if figure and figure.dimension == "bytes" and figure.unit == "GB" else None
        known = next((taken[i] for i in range(*slot) if i in taken), None)
        if known is not None and memory is not None:
            known.device_memory_gb, known.end = memory, max(known.end, draft.end)
            taken[draft.item] = known
            continue
        if figure and figure.dimension == "bytes":
            draft.value, draft.value_high, draft.unit, draft.qualifier = None, None, "devices", "exact"
            draft.device_memory_gb = memory
        _device(items, draft, slot)
        taken.update(dict.fromkeys(range(*slot), draft))
        kept.append(draft)
    return kept


def _device(items: list[Item], draft: Draft, slot: tuple[int, int]) -> None:
    """Name the device of a draft and widen its span to the whole phrase."""
    for index in range(slot[1] - 1, slot[0] - 1, -1):
        item = items[index]
        if item.mention is not None and item.mention.kind == "device":
            draft.device = item.mention.name
            draft.device_memory_gb = draft.device_memory_gb or item.mention.memory_gb
            draft.mention = item.mention
            break
        if item.entry is not None and item.entry.device and draft.device is None:
            draft.device = item.entry.device
    if draft.member == draft.members - 1:
        draft.end = max(draft.end, items[slot[1] - 1].end)
    draft.start = min(draft.start, items[slot[0]].start)


def _continues(items: list[Item], before: int, index: int, first: Quantity, quantity: Quantity) -> bool:
    """Tell whether the figure at `index` goes on the series of the one at `before`."""
    if first.dimension != quantity.dimension or bool(first.scale) != bool(quantity.scale):
        return False
    if quantity.word == "to" and first.word == "from":
        return True
    return any(
        item.text in (",", "and", ";", "(", "vs", "versus", "while", "or", "/", "but", "from", "to")
        or (item.entry is not None and "versus" in item.entry.classes)
        for item in items[before + 1 : index]
    )
