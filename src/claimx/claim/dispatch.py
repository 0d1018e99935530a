"""Claim packs in, the rule that holds for a figure, its metric and its change out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field

from claimx.claim.alphabet import Alphabet
from claimx.claim.construction import CompiledConstruction, compile_pattern
from claimx.claim.pattern import Parsed
from claimx.claim.surroundings import Surroundings
from claimx.packs.loader import Rules
from claimx.packs.models import ClaimFile, ClaimRule
from claimx.packs.rule_file import construction_groups

NONE = "none"


@dataclass(slots=True)
class CompiledRule:
    """One claim rule, ready to be asked."""

    id: str
    kind: str
    rule: ClaimRule
    constructions: frozenset[str]
    amounts: frozenset[str]
    units: frozenset[str]
    dimensions: frozenset[str]
    effects: frozenset[str]
    near: frozenset[str]
    words: frozenset[str]
    topics: frozenset[str]
    unit: str | None
    unless: list[tuple[str, CompiledConstruction]] = field(default_factory=list)

    def failed(self, construction: str, unit: str | None, effects: tuple[str, ...], near: Surroundings) -> str | None:
        """Return the first condition beyond the indexed ones that does not hold; None when the rule holds."""
        if self.constructions and construction not in self.constructions and not self._family(construction):
            return "construction"
        if self.units and unit not in self.units:
            return "unit"
        if self.effects and not any(effect in self.effects for effect in effects):
            return "effect"
        if self.topics and self.topics.isdisjoint(near.topics):
            return "topic"
        if self.words and self.words.isdisjoint(near.words(around=False)):
            return "words"
        if self.near and self.near.isdisjoint(near.words(around=True)):
            return "near"
        return next((f"unless {slug}" for slug, one in self.unless if one.stands_in(near.row, near.index)), None)

    def _family(self, construction: str) -> bool:
        return construction.rpartition("/")[0] in self.constructions


class Dispatch:
    """Find the rule of a match by amount and metric dimension, the highest priority first."""

    def __init__(self, rules: Rules, alphabet: Alphabet, macros: Mapping[str, Parsed]) -> None:
        self.kind_units: dict[str, str | None] = {}
        groups = construction_groups(rules)
        compiled: list[CompiledRule] = []
        for file, model in rules.of(ClaimFile):
            self.kind_units[model.kind] = model.unit
            compiled += [_compiled(file.path, model, rule, groups) for rule in model.rules]
        for one in compiled:
            one.unless = [
                (exclusion.slug, compile_pattern(f"{one.id}/{exclusion.slug}", exclusion.pattern, alphabet, macros))
                for exclusion in one.rule.unless
            ]
        self._hold(compiled)

    def limited_to(self, rule_id: str) -> Dispatch:
        """Return a dispatch of one rule."""
        one = copy(self)
        one._hold([self.rules[rule_id]])
        return one

    def _hold(self, rules: Iterable[CompiledRule]) -> None:
        self.rules = {one.id: one for one in rules}
        self.mentions: dict[str, list[CompiledRule]] = {}
        for one in self.rules.values():
            for mention in one.rule.when.mention:
                self.mentions.setdefault(mention, []).append(one)
        ordered = sorted(self.rules.values(), key=lambda one: (-one.rule.priority, one.id))
        self._ordered = [one for one in ordered if not one.rule.when.mention and not one.rule.pattern]
        self._index: dict[tuple[str, str], list[CompiledRule]] = {}

    def find_rule(
        self,
        construction: str,
        amount: str,
        unit: str | None,
        dimension: str,
        effects: tuple[str, ...],
        near: Surroundings,
        asked: list[tuple[str, str | None]] | None = None,
    ) -> CompiledRule | None:
        """Return the rule for a figure of dimension `amount` whose metric is of `dimension`.

        `asked` takes every rule asked and the condition that failed, None for the one that holds.
        """
        for rule in self._candidates(amount, dimension):
            failed = rule.failed(construction, unit, effects, near)
            if asked is not None:
                asked.append((rule.id, failed))
            if failed is None:
                return rule
        return None

    def own_rule(
        self,
        rule_id: str,
        amount: str,
        unit: str | None,
        effects: tuple[str, ...],
        near: Surroundings,
        asked: list[tuple[str, str | None]] | None = None,
    ) -> CompiledRule | None:
        """Return the rule whose own pattern matched, if it holds."""
        rule = self.rules.get(rule_id)
        failed = rule.failed(rule_id, unit, effects, near) if rule else "construction"
        if rule and rule.amounts and amount not in rule.amounts:
            failed = "amount"
        if asked is not None:
            asked.append((rule_id, failed))
        return rule if failed is None else None

    def _candidates(self, amount: str, dimension: str) -> list[CompiledRule]:
        key = (amount, dimension)
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = [
                one
                for one in self._ordered
                if (not one.amounts or amount in one.amounts) and (not one.dimensions or dimension in one.dimensions)
            ]
        return found


def _compiled(path: str, model: ClaimFile, rule: ClaimRule, groups: Mapping[str, frozenset[str]]) -> CompiledRule:
    when = rule.when
    amounts = frozenset(when.amount)
    if amounts & {"number", "points"} and (when.dimension or when.effect):
        amounts |= {"decibels"}  # a score, or points of one
    if "percent" in amounts and when.effect:
        amounts |= {"fraction"}  # "falls by a third"
    named = (groups.get(name, frozenset((name,))) for name in when.construction)
    return CompiledRule(
        f"{path}/{rule.slug}",
        model.kind,
        rule,
        frozenset().union(*named),
        amounts,
        frozenset(when.unit),
        frozenset(when.dimension),
        frozenset(when.effect),
        frozenset(when.near),
        frozenset(when.words),
        frozenset(when.topic),
        model.unit,
    )
