"""One rule file in, findings about its regular expressions out: they compile, and they cannot run away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from claimx.packs.backtracking import find_runaway
from claimx.packs.findings import Finding
from claimx.packs.marked_text import CLOSE, OPEN
from claimx.packs.models import DeviceFile, GuardFile, NormaliseFile, TopicFile
from claimx.packs.rule_file import RuleFile, entries_of
from claimx.packs.yaml import Key


class Expression(NamedTuple):
    """Hold one regular expression of a rule file: its key, what its examples hold, whether case counts."""

    key: Key
    pattern: str
    texts: tuple[str, ...] = ()
    case: bool = True


def check_expressions(file: RuleFile) -> Iterator[Finding]:
    """Yield findings about the expressions of guards, rewrites, topics and the numbers of devices."""
    invalid = set()
    for expression in _expressions(file):
        found = list(_check(file, expression))
        invalid |= {expression.key for _ in found}
        yield from found
    model = file.written
    if isinstance(model, NormaliseFile):
        for entry in entries_of(file.path, model):
            if (*entry.key, "pattern") not in invalid:
                yield from _check_replacement(file, entry.key, entry.model.pattern, entry.model.gives)


def find_invalid(file: RuleFile) -> Iterator[Finding]:
    """Yield findings about the expressions of a file that cannot be read at all."""
    for expression in _expressions(file):
        yield from _invalid(file, expression)


def _expressions(file: RuleFile) -> Iterator[Expression]:
    model = file.written
    if isinstance(model, DeviceFile):
        for index, device in enumerate(model.devices):
            if device.number is not None:
                yield Expression(("devices", index, "number", "looks"), device.number.looks)
    if not isinstance(model, (GuardFile, NormaliseFile, TopicFile)):
        return
    for entry in entries_of(file.path, model):
        rule = entry.model
        examples = [hit if isinstance(hit, str) else hit[0] for hit in rule.hit]
        texts = tuple(text.replace(OPEN, "").replace(CLOSE, "") for text in examples)
        yield Expression((*entry.key, "pattern"), rule.pattern, texts, getattr(rule, "case", True))
        if isinstance(model, TopicFile) and rule.unless is not None:
            yield Expression((*entry.key, "unless"), rule.unless, texts, case=False)


def _invalid(file: RuleFile, expression: Expression) -> Iterator[Finding]:
    try:
        regex.compile(expression.pattern)
    except regex.error as error:
        error_text, offset = getattr(error, "msg", str(error)), getattr(error, "pos", 0) or 0  # not in its stubs
        fix = "correct the expression; quote it in single quotes"
        yield file.finding(expression.key, "expression/invalid", error_text, fix, offset=offset)


def _check(file: RuleFile, expression: Expression) -> Iterator[Finding]:
    found = list(_invalid(file, expression))
    if found:
        yield from found
        return
    key, pattern = expression.key, expression.pattern
    if reason := find_runaway(pattern, expression.texts, case=expression.case):
        what = f"the expression may run away: {reason}"
        fix = "bound a repeat ({0,20}), make it possessive (*+), or let the parts begin with different characters"
        yield file.finding(key, "expression/runaway", what, fix)
    if regex.compile(pattern).fullmatch(""):
        yield file.finding(key, "expression/empty", "the expression reads nothing at all", "make a part of it required")


def _check_replacement(file: RuleFile, key: Key, pattern: str, gives: str) -> Iterator[Finding]:
    groups = regex.compile(pattern).groups
    for reference in regex.finditer(r"\\(\d+)", gives):
        if int(reference[1]) > groups:
            what = f"{reference[0]} names a group the pattern does not have"
            fix = f"the pattern has {groups} groups"
            yield file.finding((*key, "gives"), "expression/group", what, fix, offset=reference.start())
