"""Folders of rule files in, every finding about them out, in the order of files and lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimx.packs.example_lint import check_examples
from claimx.packs.expression_lint import check_expressions
from claimx.packs.findings import Finding
from claimx.packs.loader import read_packs
from claimx.packs.phrase_lint import check_phrases, declared_numbers, declared_phrases
from claimx.packs.reference_lint import ITEM_CLASSES, ParsePattern, check_references, known_names
from claimx.packs.rule_file import RuleFile
from claimx.packs.shadow_lint import check_shadows


def lint_packs(
    dirs: Sequence[Path] = (),
    *,
    parse_pattern: ParsePattern | None = None,
    item_classes: frozenset[str] = ITEM_CLASSES,
) -> tuple[Finding, ...]:
    """Return the findings about the rule files of `dirs` (none given: the shipped ones).

    The files of `dirs` are read on top of the shipped rules, whose names they may use. `parse_pattern`
    raises `ClaimxError` (with `offset`) for a pattern of the token language that cannot be read.
    """
    rules, findings = read_packs(dirs)
    known = known_names(rules, item_classes)
    phrases, numbers = declared_phrases(rules), declared_numbers(rules)
    found = list(findings)
    for file in rules.files:
        if not dirs or _lies_in(file, dirs):
            found += [*check_examples(file), *check_expressions(file), *check_shadows(file)]
            found += [*check_references(file, known, parse_pattern), *check_phrases(file, phrases, numbers)]
    return tuple(sorted(set(found)))


def _lies_in(file: RuleFile, dirs: Sequence[Path]) -> bool:
    return any(file.origin.is_relative_to(Path(folder).resolve()) for folder in dirs)
