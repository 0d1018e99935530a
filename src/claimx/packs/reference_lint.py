"""Rule files in, findings about names that nothing declares out: word classes, dimensions, units, kinds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from claimx.errors import ClaimxError
from claimx.packs.findings import Finding
from claimx.packs.models import (
    SPEED,
    ClaimFile,
    ClaimRule,
    ConstructionFile,
    MetricFile,
    TopicFile,
    UnitFile,
    WordFile,
)
from claimx.packs.rule_file import RuleFile, Rules, construction_groups
from claimx.packs.validation import nearest
from claimx.packs.yaml import Key

MENTIONS: Final = frozenset({"device", "model", "dataset", "format", "precision", "model_size"})
ITEM_CLASSES: Final = frozenset({
    "amount", "figure", "data_figure", "any", "plain", "wordnum", "metric", "device", "model", "dataset", "format",
    "word", "adverb", "name", "junk",
    "comma", "semicolon", "colon", "lparen", "rparen", "slash", "arrow", "equals", "dash", "plus", "and", "quote",
    "stop", "up_arrow", "down_arrow", "percent_sign", "less_sign", "more_sign", "tilde",
    *(f"{field}_{where}" for field in ("qualifier", "statistic", "attribution")
      for where in ("before", "after", "apart")),
    *(f"amount.{name}" for name in (
        "number", "scaled", "integer", "sequence", "few", "level", "fraction", "half", "thousands", "millions",
        "giga", "sized", "large", "signed", "limited", "within", "indefinite", "definite", "wordnum", "compound",
        "doubling", "multiple", "multiplied",
    )),
})  # fmt: skip
"""Classes that patterns may use without any pack declaring them: what an item is, before what it means."""
AMOUNTS: Final = frozenset({"number", "scaled", "integer", "sequence", "few", "level", "fraction", "half"})
"""Dimensions of amounts that have no unit."""
CONTRACT_UNITS: Final = frozenset({
    "x", "%", "pp", "points", "score", "parameters", "tokens", "items", "bits", "devices", "hours", "gpu_hour",
    "gpu_day", "gpu_month", "gpu_year", "USD",
})  # fmt: skip
_NAME: Final = re.compile(r"\{(?:[a-z_]\w*:)?([^{}]*)\}")
_ANCHOR: Final = re.compile(r"\{(?:[a-z_]+:)?amount\b[^{}]*\}")
_REPEATED: Final = re.compile(r"\{[a-z_]+:[^{}]*\}[*+]")
ParsePattern = Callable[[str], object]


@dataclass(frozen=True)
class Known:
    """Hold every name that the packs declare."""

    classes: frozenset[str]
    constructions: frozenset[str]
    amounts: frozenset[str]
    units: frozenset[str]
    dimensions: frozenset[str]
    kinds: frozenset[str]
    topics: frozenset[str]


def known_names(rules: Rules, item_classes: frozenset[str] = ITEM_CLASSES) -> Known:
    """Return the names declared by all packs together, with the classes items have of themselves."""
    words = [entry for _, model in rules.of(WordFile) for entry in model.classes]
    files = rules.of(ConstructionFile)
    ids = {f"{file.path}/{entry.slug}" for file, model in files for entry in model.constructions}
    units = [model for _, model in rules.of(UnitFile)]
    metrics = {model.dimension for _, model in rules.of(MetricFile)}
    return Known(
        classes=item_classes
        | {entry.name for entry in words}
        | {name for _, model in files for name in model.macros}
        | {f"amount.{model.dimension}" for model in units}
        | {f"metric.{dimension}" for dimension in metrics},
        constructions=frozenset(ids | {file.path for file, _ in files} | set(construction_groups(rules))),
        amounts=AMOUNTS | {model.dimension for model in units},
        units=CONTRACT_UNITS | {unit.unit for model in units for unit in model.units},
        dimensions=frozenset({"none"} | metrics) | {entry.dimension for entry in words if entry.dimension},
        kinds=frozenset(rules.kinds),
        topics=frozenset({SPEED} | {entry.slug for _, model in rules.of(TopicFile) for entry in model.topics}),
    )


def check_references(file: RuleFile, known: Known, parse_pattern: ParsePattern | None = None) -> Iterator[Finding]:
    """Yield findings about the patterns, conditions and expected claims of one file."""
    for key, pattern in patterns_of(file):
        yield from _check_pattern(file, key, pattern, known, parse_pattern)
    if isinstance(file.written, ConstructionFile):
        for name, members in file.written.groups.items():
            whole = [member if "/" in member else f"{file.path}/{member}" for member in members]
            yield from _check_names(file, ("groups", name), "construction", whole, known.constructions)
    if isinstance(file.written, UnitFile):
        yield from _check_units(file, file.written, known)
    if isinstance(file.written, ClaimFile):
        for index, rule in enumerate(file.written.rules):
            yield from _check_when(file, rule, ("rules", index, "when"), known)
            yield from _check_expected(file, rule, ("rules", index, "examples"), known)


def patterns_of(file: RuleFile) -> Iterator[tuple[Key, str]]:
    """Yield the patterns of one file, each with where it stands."""
    model = file.written
    if isinstance(model, ConstructionFile):
        yield from ((("macros", name), pattern) for name, pattern in model.macros.items())
        for index, construction in enumerate(model.constructions):
            yield ("constructions", index, "pattern"), construction.pattern
    elif isinstance(model, ClaimFile):
        for index, rule in enumerate(model.rules):
            if rule.pattern is not None:
                yield ("rules", index, "pattern"), rule.pattern
            for at, exclusion in enumerate(rule.unless):
                yield ("rules", index, "unless", at, "pattern"), exclusion.pattern


def _check_pattern(
    file: RuleFile, key: Key, pattern: str, known: Known, parse_pattern: ParsePattern | None
) -> Iterator[Finding]:
    try:
        if parse_pattern is not None:
            parse_pattern(pattern)
    except ClaimxError as error:
        offset = getattr(error, "offset", 0)
        yield file.finding(key, "pattern/syntax", error.what, error.fix or "see rules/README.md", offset=offset)
        return
    for slot in _REPEATED.finditer(pattern):
        what, fix = (
            f"{slot[0]} keeps only the last item it reads",
            "name the repeated part as a macro of constructions/",
        )
        yield file.finding(key, "pattern/repeated-slot", what, fix, offset=slot.start())
    anchor = _ANCHOR.search(pattern) if key[0] == "rules" and "unless" not in key else None
    if anchor is not None:
        inside = _depth(pattern, anchor.start()) > 0
        bars = [bar.start() for bar in re.finditer(r"\|", pattern) if not _depth(pattern, bar.start())]
        if inside or bars:
            what = "the figure stands inside brackets" if inside else "the figure stands in one of two alternatives"
            fix = "write {amount} outside of any ( | ), and what differs around it"
            yield file.finding(key, "pattern/anchor", what, fix, offset=anchor.start() if inside else bars[0])
    if key[0] == "constructions" and (anchors := len(_ANCHOR.findall(pattern))) != 1:
        what, fix = f"{anchors} figures in a construction", "write {amount} once"
        yield file.finding(key, "pattern/anchor", what, fix)
    for found in _NAME.finditer(pattern):
        for name in re.finditer(r"[^|]+", found[1]):
            whole = name[0].strip()
            if whole not in known.classes:
                what, offset = f"no pack declares {{{whole}}}", found.start(1) + name.start()
                fix = nearest(whole, known.classes)
                yield file.finding(key, "reference/unknown-class", what, fix, offset=offset)


def _depth(pattern: str, at: int) -> int:
    """Return how many brackets and braces of a pattern are open before an offset."""
    return sum(pattern.count(opening, 0, at) - pattern.count(closing, 0, at) for opening, closing in ("()", "{}"))


def _check_when(file: RuleFile, rule: ClaimRule, key: Key, known: Known) -> Iterator[Finding]:
    when = rule.when
    for field, values, names in (
        ("construction", when.construction, known.constructions),
        ("amount", when.amount, known.amounts),
        ("unit", when.unit, known.units),
        ("dimension", when.dimension, known.dimensions),
        ("mention", when.mention, MENTIONS),
        ("topic", when.topic, known.topics),
    ):
        yield from _check_names(file, (*key, field), f"{field}", values, names)


def _check_units(file: RuleFile, units: UnitFile, known: Known) -> Iterator[Finding]:
    """Yield findings about the units that others are given as."""
    for index, unit in enumerate(units.units):
        for field, named in (("stated_as", unit.stated_as), ("scaled_as", unit.scaled_as)):
            if named is not None and named not in known.units:
                what = f"no pack declares the unit {named!r}"
                yield file.finding(("units", index, field), "reference/unknown-unit", what, nearest(named, known.units))


def _check_names(file: RuleFile, key: Key, kind: str, values: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    for index, value in enumerate(values):
        if value not in set(known):
            what = f"no pack declares the {kind} {value!r}"
            yield file.finding((*key, index), f"reference/unknown-{kind}", what, nearest(value, known))


def _check_expected(file: RuleFile, rule: ClaimRule, key: Key, known: Known) -> Iterator[Finding]:
    for name in ("hit", "todo"):
        for index, hit in enumerate(getattr(rule.examples, name)):
            for at, claim in enumerate(hit.claims):
                place = (*key, name, index, "claims", at)
                for field, value, names in (("unit", claim.unit, known.units), ("kind", claim.kind, known.kinds)):
                    if value is not None and value not in names:
                        what = f"no pack declares the {field} {value!r}"
                        yield file.finding((*place, field), f"reference/unknown-{field}", what, nearest(value, names))
