"""Loaded rules in, their examples as runnable cases out, and what differs when a case is run.

A case of a claim rule runs twice: with that rule alone, and with all rules together (where other rules may
find more, but never inside a marked span). Cases of guards and rewrites run alone.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import import_module
from typing import Any, Final, Protocol

from claimx.claim.topic import Topics
from claimx.document import Document
from claimx.errors import RulesError
from claimx.model import Claim
from claimx.normalise.text import Normaliser
from claimx.packs.marked_text import MarkedText, parse_marked, show_marked
from claimx.packs.models import (
    ClaimFile,
    ClaimRule,
    ExpectedClaim,
    Guard,
    GuardFile,
    NormaliseFile,
    Rewrite,
    TokenRule,
    Topic,
)
from claimx.packs.rule_file import Entry, RuleFile, Rules, entries_of, entry_name
from claimx.packs.yaml import Key
from claimx.quantity.guards import Guards
from claimx.span import Span

ALONE: Final = "alone"
TOGETHER: Final = "with all rules"


@dataclass(frozen=True, slots=True)
class Case:
    """Hold one example: `id` as in `claims/speedup/faster::hit[0]`, the rule, and the place in its file."""

    id: str
    rule_id: str
    group: str
    marked: str
    file: RuleFile
    entry: Entry
    key: Key
    kind: str = ""
    expected: tuple[ExpectedClaim, ...] = ()
    normal: str = ""

    @property
    def place(self) -> str:
        """Return `path:line` of the example."""
        return str(self.file.finding(self.key, "", "", "")).rsplit(": ", 3)[0].rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """Say how a case failed: `missed`, `spurious`, `wrong-span`, `wrong-value`, `wrong-attribute`,
    `ambiguous`, `wrong-text` or `todo-passes`; `setting` tells which run it was.
    """  # fmt: skip

    reason: str
    what: str
    setting: str = ALONE

    def __str__(self) -> str:
        """Return the difference on one line."""
        return f"{self.reason} ({self.setting}): {self.what}"


class Engine(Protocol):
    """Anything that finds the claims of a document."""

    def extract_document(self, document: Document, /) -> tuple[Any, list[Claim]]:
        """Return the paper and its claims."""

    def limited_to(self, rule_id: str, /) -> Engine:
        """Return the same with one rule only."""


def make_engine(rules: Rules) -> Engine:
    """Return the extractor of the pipeline."""
    engine: Engine = import_module("claimx.pipeline").Extractor(rules)
    return engine


def find_cases(rules: Rules, *, pack: str | None = None, expression: str | None = None) -> list[Case]:
    """Return the cases whose file fits the glob `pack` and whose id contains all words of `expression`."""
    words = (expression or "").split()
    return [
        case
        for file in rules.files
        if pack is None or fnmatch.fnmatch(file.path, pack)
        for entry in entries_of(file.path, file.model)
        for case in _cases_of(*_written(file, entry))
        if all(word in case.id for word in words)
    ]


def _written(file: RuleFile, entry: Entry) -> tuple[RuleFile, Entry]:
    """Return the entry with the file in which it was written and its place there."""
    return file.find_entry(entry.id) or (file, entry)


def _cases_of(file: RuleFile, entry: Entry) -> Iterator[Case]:
    rule = entry.model
    if isinstance(rule, (ClaimRule, TokenRule)):
        kind = file.written.kind if isinstance(file.written, ClaimFile) else ""
        if isinstance(rule, TokenRule):
            kind = rule.kind or ""
        for group in ("hit", "miss", "todo"):
            for index, example in enumerate(getattr(rule.examples, group)):
                key = (*entry.key, "examples", group, index)
                claims = getattr(example, "claims", ())
                yield _case(file, entry, key, example.text, kind=kind, expected=claims)
    elif isinstance(rule, (Guard, Rewrite, Topic)):
        for group in ("hit", "miss"):
            for index, example in enumerate(getattr(rule, group)):
                text, normal = example if isinstance(example, tuple) else (example, "")
                yield _case(file, entry, (*entry.key, group, index), text, normal=normal)


def _case(file: RuleFile, entry: Entry, key: Key, text: str, **more: Any) -> Case:
    group, index = key[-2:]
    return Case(f"{entry.id}::{group}[{index}]", entry.id, str(group), text, file, entry, key, **more)


class ExampleRunner:
    """Run cases against a set of rules, which are compiled once."""

    def __init__(self, rules: Rules, engine_maker: Callable[[Rules], Engine] = make_engine) -> None:
        self.rules = rules
        self._make = engine_maker
        self._alone = cache(self._limited)

    def _limited(self, rule_id: str) -> Engine:
        return self._together.limited_to(rule_id)

    @cached_property
    def _together(self) -> Engine:
        return self._make(self.rules)

    def run(self, case: Case) -> list[Difference]:
        """Return how the case differs from what it expects; nothing means it passes."""
        if case.group == "todo":
            if self._claim_differences(case):
                return []
            return [Difference("todo-passes", "it passes now: move it to hit", TOGETHER)]
        if isinstance(case.entry.model, ClaimRule | TokenRule):
            return self._claim_differences(case)
        if isinstance(case.entry.model, Rewrite):
            return list(_text_differences(case))
        return list(_guard_differences(case) if isinstance(case.entry.model, Guard) else _topic_differences(case))

    def _claim_differences(self, case: Case) -> list[Difference]:
        marked = parse_marked(case.marked)
        document = Document(doc_id="0" * 12, title="", abstract=marked.text)
        _, alone = self._alone(case.rule_id).extract_document(document)
        if isinstance(case.entry.model, TokenRule):  # beside claim rules it is only asked where they are silent
            return list(compare_claims(marked, case, [c for c in alone if c.rule == case.rule_id], ALONE))
        _, together = self._together.extract_document(document)
        inside = [
            claim
            for claim in together
            if claim.rule == case.rule_id or any(Span(claim.start, claim.end).overlaps(span) for span in marked.spans)
        ]
        return [
            *compare_claims(marked, case, [claim for claim in alone if claim.rule == case.rule_id], ALONE),
            *compare_claims(marked, case, inside, TOGETHER),
        ]


def compare_claims(marked: MarkedText, case: Case, found: list[Claim], setting: str) -> Iterator[Difference]:
    """Yield the differences between what an example expects and what was found in its text."""
    left = list(found)
    for span, expected in zip(marked.spans, case.expected, strict=False):
        there = [claim for claim in left if Span(claim.start, claim.end).overlaps(span)]
        if not there:
            yield Difference("missed", f"nothing found at {show_marked(marked.text, (span,))}", setting)
            continue
        claim = min(there, key=lambda claim: _distance(claim, span, expected, case.kind))
        left.remove(claim)
        if (claim.start, claim.end) != span:
            shown = show_marked(marked.text, (Span(claim.start, claim.end),))
            wanted = show_marked(marked.text, (span,))
            yield Difference("wrong-span", f"expected {wanted}, found {shown}", setting)
        yield from _wrong_fields(expected, claim, case.kind, setting)
    for claim in left:
        at = Span(claim.start, claim.end)
        doubled = any(at == span for span in marked.spans)
        reason = "ambiguous" if doubled else "spurious"
        what = f"{show_marked(marked.text, (at,))} also gives {claim.kind} by {claim.rule}"
        yield Difference(reason, what, setting)


def _wrong_fields(expected: ExpectedClaim, claim: Claim, kind: str, setting: str) -> Iterator[Difference]:
    for field, wanted, given in _unlike(expected, claim, kind):
        reason = "wrong-value" if field in ("value", "value_high", "unit") else "wrong-attribute"
        yield Difference(reason, f"{claim.quote!r}: {field} expected {wanted!r}, found {given!r}", setting)


def _distance(claim: Claim, span: Span, expected: ExpectedClaim, kind: str) -> tuple[bool, int]:
    return (claim.start, claim.end) != span, sum(1 for _ in _unlike(expected, claim, kind))


def _unlike(expected: ExpectedClaim, claim: Claim, kind: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield field, expected and found value where they differ; amounts and units are those of the text."""
    given = {
        "kind": claim.kind,
        "value": claim.stated_value,
        "value_high": claim.stated_value_high,
        "unit": claim.stated_unit,
    }
    open_when_unsaid = {"form", "unit"}
    if claim.kind == "hardware" or expected.hardware is not None:
        open_when_unsaid |= {"hardware", "device", "device_count", "device_memory_gb"}
    for field in ExpectedClaim.model_fields:
        wanted = getattr(expected, field)
        if field == "kind" and wanted is None:
            wanted = kind
        if wanted is None and field in open_when_unsaid and field not in expected.model_fields_set:
            continue
        found = given.get(field, getattr(claim, field, None))
        if wanted != found:
            yield field, wanted, found


def _only(case: Case) -> Rules:
    """Return rules that hold nothing but the entry of a case."""
    field, _ = case.entry.key
    model = case.file.written.model_copy(update={str(field): (case.entry.model,), "characters": {}})
    return Rules((replace(case.file, model=model, base=None),), "", ())


def _guard_differences(case: Case) -> Iterator[Difference]:
    if not isinstance(case.file.written, GuardFile):
        raise RulesError("rules/example", "a guard outside guards/", where=case.place, fix="move it to guards/")
    marked = parse_marked(case.marked)
    found = tuple(Span(guarded.start, guarded.end) for guarded in Guards(_only(case)).find_guarded(marked.text))
    yield from _span_differences(marked, found)


def _topic_differences(case: Case) -> Iterator[Difference]:
    marked = parse_marked(case.marked)
    found = Topics(_only(case)).find_telling(marked.text)
    yield from _span_differences(marked, tuple(span for _, span in found))


def _span_differences(marked: MarkedText, found: tuple[Span, ...]) -> Iterator[Difference]:
    if found == marked.spans:
        return
    if not found:
        reason = "missed"
    elif not marked.spans:
        reason = "spurious"
    else:
        reason = "wrong-span"
    shown = show_marked(marked.text, found)
    yield Difference(reason, f"expected {show_marked(marked.text, marked.spans)}, found {shown}")


def _text_differences(case: Case) -> Iterator[Difference]:
    if not isinstance(case.file.written, NormaliseFile):
        raise RulesError("rules/example", "a rewrite outside normalise/", where=case.place, fix="move it to normalise/")
    normal = Normaliser(_only(case))(case.marked).text
    wanted = case.normal if case.group == "hit" else case.marked
    if normal.split() != wanted.split():
        yield Difference("wrong-text", f"{case.marked!r} expected {wanted!r}, found {normal!r}")


def run_cases(cases: Iterable[Case], runner: ExampleRunner) -> Iterator[tuple[Case, list[Difference]]]:
    """Yield every case with its differences."""
    for case in cases:
        yield case, runner.run(case)


def describe(case: Case, differences: list[Difference]) -> str:
    """Return a failed case as text: place, rule, example and one line a difference."""
    lines = [f"{case.place}: {case.id}", f"  {entry_name(case.entry.model)}: {case.entry.model.reads}"]
    lines.append(f"  text: {case.marked}")
    return "\n".join((*lines, *(f"  {difference}" for difference in differences)))
