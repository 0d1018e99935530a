"""One rule file in, findings about its regular expressions out: they compile, and they cannot run away."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from claimx.packs.backtracking import find_runaway
from claimx.packs.findings import Finding
from claimx.packs.marked_text import CLOSE, OPEN
from claimx.packs.models import DeviceFile, GuardFile, NormaliseFile, TopicFile
from claimx.packs.rule_file import RuleFile, entries_of
from claimx.packs.yaml import Key


def check_expressions(file: RuleFile) -> Iterator[Finding]:
    """Yield findings about the expressions of guards, rewrites, topics and the numbers of devices."""
    model = file.written
    if isinstance(model, DeviceFile):
        for index, device in enumerate(model.devices):
            if device.number is not None:
                yield from _check(file, ("devices", index, "number", "looks"), device.number.looks, (), case=True)
    if not isinstance(model, (GuardFile, NormaliseFile, TopicFile)):
        return
    for entry in entries_of(file.path, model):
        rule = entry.model
        examples = [hit if isinstance(hit, str) else hit[0] for hit in rule.hit]
        texts = tuple(text.replace(OPEN, "").replace(CLOSE, "") for text in examples)
        found = list(_check(file, (*entry.key, "pattern"), rule.pattern, texts, case=getattr(rule, "case", True)))
        yield from found
        if isinstance(model, TopicFile) and rule.unless is not None:
            yield from _check(file, (*entry.key, "unless"), rule.unless, texts, case=False)
        if not found and isinstance(model, NormaliseFile):
            yield from _check_replacement(file, entry.key, rule.pattern, rule.gives)


def _check(file: RuleFile, key: Key, pattern: str, texts: tuple[str, ...], *, case: bool) -> Iterator[Finding]:
    try:
        regex.compile(pattern)
    except regex.error as error:
        error_text, offset = getattr(error, "msg", str(error)), getattr(error, "pos", 0) or 0  # not in its stubs
        fix = "correct the expression; quote it in single quotes"
        yield file.finding(key, "expression/invalid", error_text, fix, offset=offset)
        return
    if reason := find_runaway(pattern, texts, case=case):
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
