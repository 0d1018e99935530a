"""Construction packs in, matchers anchored at a figure out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import regex

from claimx.claim.alphabet import Alphabet
from claimx.claim.pattern import ANCHOR, Node, Parsed, edge_of, needed_of, parse_pattern, regex_of
from claimx.packs.loader import Rules
from claimx.packs.models import ClaimFile, Construction, ConstructionFile


class SidedPattern(NamedTuple):
    """A parsed pattern before and behind its figure, or as a whole when it names none; what it is written with."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    whole: tuple[Node, ...]
    alphabet: Alphabet
    macros: Mapping[str, Parsed]

    def compiled(self, parts: tuple[Node, ...], flags: str = "") -> regex.Pattern[str] | None:
        """Return some of its pieces as a regular expression, None for no pieces."""
        return regex.compile(flags + regex_of(parts, self.alphabet.chars, self.macros)) if parts else None


class Match(NamedTuple):
    """One construction matched around one figure: its slots as item ranges `[first, last)`."""

    construction: CompiledConstruction
    start: int
    end: int
    slots: dict[str, tuple[int, int]]


@dataclass
class CompiledConstruction:
    """A construction as two regular expressions over class strings, before and behind the figure.

    An expression is compiled when it is first asked: of all there are, a text asks few. `pattern` is None for a
    rule that the tokens of spaCy match, which stands for its construction.
    """

    id: str
    priority: int
    form: str | None
    direction: str | None
    effect: str | None
    anchor: frozenset[str]
    pattern: SidedPattern | None
    senses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rule: str | None = None
    continues: bool = False
    before: frozenset[str] | None = None
    after: frozenset[str] | None = None
    needed_before: tuple[frozenset[str], ...] = ()
    needed_after: tuple[frozenset[str], ...] = ()

    @cached_property
    def left(self) -> regex.Pattern[str] | None:
        """What stands before the figure, matched backwards from it."""
        return self.pattern.compiled(self.pattern.left, "(?r)") if self.pattern else None

    @cached_property
    def right(self) -> regex.Pattern[str] | None:
        """What stands behind the figure."""
        return self.pattern.compiled(self.pattern.right) if self.pattern else None

    @cached_property
    def anywhere(self) -> regex.Pattern[str] | None:
        """The whole of a pattern that names no figure."""
        return self.pattern.compiled(self.pattern.whole) if self.pattern else None

    def may_match(self, before: str, after: str) -> bool:
        """Tell whether the items beside a figure let it match at all; `before` is empty where a sentence begins."""
        return (self.after is None or after in self.after) and (self.before is None or before in self.before)

    def lacks(self, before: set[str], after: set[str]) -> bool:
        """Tell whether something is missing on one side of a figure that the pattern must find there."""
        for needed in self.needed_before:
            if needed.isdisjoint(before):
                return True
        return any(needed.isdisjoint(after) for needed in self.needed_after)

    def stands_in(self, row: str, index: int) -> bool:
        """Tell whether an exclusion holds: around the figure, or anywhere near it when it names no figure."""
        if self.anywhere is None:
            return row[index] in self.anchor and self.match(row, index) is not None
        low, high = max(0, index - _WINDOW), min(len(row), index + _WINDOW)
        return self.anywhere.search(row, low, high) is not None

    def match(self, row: str, index: int) -> Match | None:
        """Return the match around item `index` of a class string."""
        start, end = index, index + 1
        slots: dict[str, tuple[int, int]] = {}
        if self.right is not None:
            right = self.right.match(row, index + 1)
            if right is None:
                return None
            end = right.end()
            for name in self.right.groupindex:
                first, last = right.span(name)
                if last > first:
                    slots[name] = (first, last)
        if self.left is not None:
            left = self.left.match(row, 0, index)
            if left is None:
                return None
            start = left.start()
            for name in self.left.groupindex:
                first, last = left.span(name)
                if last > first and name not in slots:
                    slots[name] = (first, last)
        return Match(self, start, end, slots)


_WINDOW = 12


def read_macros(rules: Rules) -> dict[str, Parsed]:
    """Return the named pieces of patterns of all packs."""
    return {name: parse_pattern(text) for _, file in rules.of(ConstructionFile) for name, text in file.macros.items()}


def literals_of(rules: Rules) -> set[str]:
    """Return every word that stands in a pattern as itself."""
    words: set[str] = set()
    for parsed in read_macros(rules).values():
        words |= parsed.words
    for text in _pattern_texts(rules):
        words |= parse_pattern(text).words
    return words


def _pattern_texts(rules: Rules) -> list[str]:
    texts = [c.pattern for _, file in rules.of(ConstructionFile) for c in file.constructions]
    for _, file in rules.of(ClaimFile):
        for rule in file.rules:
            texts += [exclusion.pattern for exclusion in rule.unless]
            if rule.pattern:
                texts.append(rule.pattern)
    return texts


def compile_constructions(
    rules: Rules, alphabet: Alphabet, macros: Mapping[str, Parsed]
) -> dict[str, list[CompiledConstruction]]:
    """Return constructions by the character of the figures they are about, the most specific first."""
    compiled: list[CompiledConstruction] = []
    for file, model in rules.of(ConstructionFile):
        for construction in model.constructions:
            compiled.append(_compiled(f"{file.path}/{construction.slug}", construction, alphabet, macros))
    for file, claims in rules.of(ClaimFile):
        for rule in claims.rules:
            if rule.pattern:
                own = compile_pattern(f"{file.path}/{rule.slug}", rule.pattern, alphabet, macros)
                own.priority, own.form, own.direction = rule.priority, rule.form, rule.direction
                own.rule = own.id
                compiled.append(own)
    compiled.sort(key=lambda one: (-one.priority, one.id))
    by_char: dict[str, list[CompiledConstruction]] = {}
    for char in alphabet.chars(ANCHOR) + alphabet.chars("wordnum"):
        by_char[char] = [one for one in compiled if char in one.anchor]
    return by_char


def _compiled(
    rule_id: str, construction: Construction, alphabet: Alphabet, macros: Mapping[str, Parsed]
) -> CompiledConstruction:
    compiled = compile_pattern(rule_id, construction.pattern, alphabet, macros)
    compiled.priority, compiled.form = construction.priority, construction.form
    compiled.direction, compiled.effect = construction.direction, construction.effect
    compiled.continues = construction.continues
    return compiled


def compile_pattern(rule_id: str, text: str, alphabet: Alphabet, macros: Mapping[str, Parsed]) -> CompiledConstruction:
    """Return one pattern as a matcher around its figure."""
    parsed = parse_pattern(text)
    left, anchor, right = parsed.sides()
    chars = frozenset("".join(alphabet.chars(name) for name in (anchor.names if anchor else (ANCHOR,))))
    senses: dict[str, tuple[str, ...]] = {}
    _slot_classes(parsed.parts, macros, senses)
    if anchor is None:
        pattern = SidedPattern((), (), left, alphabet, macros)
        return CompiledConstruction(rule_id, 50, None, None, None, chars, pattern, senses)
    return CompiledConstruction(
        rule_id,
        50,
        None,
        None,
        None,
        chars,
        SidedPattern(left, right, (), alphabet, macros),
        senses,
        before=edge_of(left, alphabet.chars, macros, last=True),
        after=edge_of(right, alphabet.chars, macros),
        needed_before=needed_of(left, alphabet.chars, macros),
        needed_after=needed_of(right, alphabet.chars, macros),
    )


def _slot_classes(parts: tuple[Node, ...], macros: Mapping[str, Parsed], found: dict[str, tuple[str, ...]]) -> None:
    """Collect for every slot the classes it may hold, macros opened, in the order written."""
    for node in parts:
        if node.slot:
            names: list[str] = []
            _class_names((node,), macros, names)
            found[node.slot] = tuple(dict.fromkeys((*found.get(node.slot, ()), *names)))
        _slot_classes(node.parts, macros, found)


def _class_names(parts: tuple[Node, ...], macros: Mapping[str, Parsed], names: list[str]) -> None:
    for node in parts:
        if node.kind == "classes":
            for name in node.names:
                if name in macros:
                    _class_names(macros[name].parts, macros, names)
                else:
                    names.append(name)
        _class_names(node.parts, macros, names)
