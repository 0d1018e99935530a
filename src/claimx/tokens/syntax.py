"""A parsed Doc and its claims in, the claims with empty columns filled by the dependency tree out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from claimx.errors import RulesError
from claimx.model import Claim, claim_id
from claimx.packs.loader import Rules
from claimx.packs.models import SyntaxFile, SyntaxRule

FIGURE: Final = "figure"
_OPENERS: Final = frozenset(("a", "an", "the", "its", "our", "their"))
_LONGEST: Final = 8  # tokens of a phrase: a longer subtree is a clause


class Reading(NamedTuple):
    """What a rule reads off the tree: for the claim of `figure`, `column` is `text`.

    `others` are the words of the other nodes: a metric that is one of them is only the word of change.
    """

    rule: str
    figure: Token
    column: str
    text: str
    others: frozenset[str]


class SyntaxReader:
    """Apply the syntax rules of the packs; nothing is compiled before the first parsed Doc."""

    def __init__(self, rules: Rules) -> None:
        self._rules = {f"{file.path}/{rule.slug}": rule for file, model in rules.of(SyntaxFile) for rule in model.rules}
        self._matcher: DependencyMatcher | None = None
        self._vocab: Vocab | None = None

    def complete(self, doc: Doc, claims: list[Claim], section: str) -> list[Claim]:
        """Return the claims; a column that a claim leaves empty is filled where a rule reads it off the tree."""
        if not self._rules or not claims:
            return claims
        found = list(self.read(doc))
        return [_filled(claim, found) if claim.section == section else claim for claim in claims]

    def read(self, doc: Doc) -> Iterator[Reading]:
        """Yield what every match reads."""
        matcher = self._compiled(doc.vocab)
        for key, places in matcher(doc):
            rule = self._rules[doc.vocab.strings[key]]
            nodes = {node["RIGHT_ID"]: doc[place] for node, place in zip(rule.pattern, places, strict=True)}
            others = frozenset(node.lower_ for name, node in nodes.items() if name not in rule.fills.values())
            for column, name in rule.fills.items():
                text = phrase_of(nodes[name], nodes[FIGURE])
                if text:
                    yield Reading(doc.vocab.strings[key], nodes[FIGURE], column, text, others)

    def _compiled(self, vocab: Vocab) -> DependencyMatcher:
        """Return the matcher of a vocabulary, made when first asked for."""
        if self._matcher is None or self._vocab is not vocab:
            self._matcher, self._vocab = DependencyMatcher(vocab, validate=True), vocab
            for rule_id, rule in self._rules.items():
                _add(self._matcher, rule_id, rule)
        return self._matcher


def _add(matcher: DependencyMatcher, rule_id: str, rule: SyntaxRule) -> None:
    pattern: list[dict[str, Any]] = [dict(node) for node in rule.pattern]
    missing = ({FIGURE, *rule.fills.values()}) - {str(node.get("RIGHT_ID")) for node in pattern}
    if missing:
        what = f"the pattern has no node {', '.join(sorted(missing))}"
        raise RulesError("rules/syntax-pattern", what, where=rule_id, fix="name it as a RIGHT_ID")
    try:
        matcher.add(rule_id, [pattern])
    except (ValueError, KeyError) as error:
        raise RulesError(
            "rules/syntax-pattern", " ".join(str(error).split()), where=rule_id, fix="see spaCy's DependencyMatcher"
        ) from error


def phrase_of(head: Token, figure: Token) -> str:
    """Return the phrase under a token without its article; empty when it is a clause or holds the figure."""
    first, last = head.left_edge.i, head.right_edge.i
    if first <= figure.i <= last:
        first, last = (figure.i + 1, last) if figure.i < head.i else (first, figure.i - 1)
    doc = head.doc
    while first < head.i and (doc[first].lower_ in _OPENERS or doc[first].is_punct):
        first += 1
    return doc[first : last + 1].text if 0 <= last - first < _LONGEST else ""


def _lacks(claim: Claim, column: str, others: frozenset[str]) -> bool:
    """Tell whether a column is empty, or a metric that only repeats the word of change."""
    value = getattr(claim, column)
    return value is None or (column == "metric" and value.lower() in others)


def _filled(claim: Claim, found: list[Reading]) -> Claim:
    fresh: dict[str, Any] = {}
    for _, figure, column, text, others in found:
        inside = figure.idx < claim.end and claim.start < figure.idx + len(figure)
        if inside and column not in fresh and _lacks(claim, column, others):
            fresh[column] = text
    if not fresh:
        return claim
    filled = replace(claim, **fresh)
    if "metric" not in fresh:
        return filled
    key = claim_id(
        filled.doc_id, filled.section, filled.start, filled.end, filled.kind, filled.form, filled.value,
        filled.value_high, filled.unit, filled.metric,
    )  # fmt: skip
    return replace(filled, claim_id=key)
