"""Claim rules in, findings about rules that can never win out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from claimx.packs.findings import Finding
from claimx.packs.models import ClaimFile, ClaimRule, When
from claimx.packs.rule_file import RuleFile


def check_shadows(file: RuleFile) -> Iterator[Finding]:
    """Yield a finding for every rule whose conditions an earlier, no less important rule covers."""
    if not isinstance(file.written, ClaimFile):
        return
    rules = file.written.rules
    hidden: set[int] = set()
    for (first, one), (second, other) in combinations(enumerate(rules), 2):
        for winner, at, loser in ((one, second, other), (other, first, one)):
            stronger = winner.priority >= loser.priority if winner is one else winner.priority > loser.priority
            if stronger and at not in hidden and _covers(winner, loser):
                hidden.add(at)
                what = f"the rule {loser.slug} can never win: {winner.slug} holds wherever it does"
                fix = f"narrow {winner.slug}, raise the priority of {loser.slug}, or take it out"
                yield file.finding(("rules", at, "slug"), "rules/shadowed", what, fix)
    for index, rule in enumerate(rules):
        if rule.pattern is None and rule.when == When():
            what = f"the rule {rule.slug} has no condition"
            yield file.finding(("rules", index, "slug"), "rules/no-condition", what, "add when: or pattern:")


def _covers(winner: ClaimRule, loser: ClaimRule) -> bool:
    if winner.unless or (winner.pattern is not None and winner.pattern != loser.pattern):
        return False
    if winner.pattern is None and winner.when == When():
        return False
    pairs = ((getattr(winner.when, name), getattr(loser.when, name)) for name in When.model_fields)
    return all(not wide or (narrow and set(narrow) <= set(wide)) for wide, narrow in pairs)
