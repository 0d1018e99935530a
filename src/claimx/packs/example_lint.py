"""One rule file in, findings about its examples out: too few, none for an exception, marks that do not fit."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from claimx.packs.findings import Finding
from claimx.packs.marked_text import CLOSE, OPEN, MarkedText, MarkError, parse_marked
from claimx.packs.models import ClaimFile, ClaimRule, ConstructionFile, GuardFile, Hit, TokenFile, TokenRule, TopicFile
from claimx.packs.rule_file import RuleFile
from claimx.packs.validation import nearest
from claimx.packs.yaml import Key

LEAST_HITS = 2
LEAST_MISSES = 1


def check_examples(file: RuleFile) -> Iterator[Finding]:
    """Yield findings about the examples of claim rules, constructions, guards and topics."""
    model = file.written
    if isinstance(model, ClaimFile):
        for index, rule in enumerate(model.rules):
            yield from _check_rule(file, rule, ("rules", index))
    elif isinstance(model, TokenFile):
        for index, token_rule in enumerate(model.rules):
            yield from _check_rule(file, token_rule, ("rules", index))
    elif isinstance(model, ConstructionFile):
        for index, construction in enumerate(model.constructions):
            key = ("constructions", index)
            yield from _check_marked(file, key, construction.hit, construction.miss)
    elif isinstance(model, GuardFile):
        for index, guard in enumerate(model.guards):
            yield from _check_marked(file, ("guards", index), guard.hit, guard.miss)
    elif isinstance(model, TopicFile):
        for index, topic in enumerate(model.topics):
            yield from _check_marked(file, ("topics", index), topic.hit, topic.miss)


def _check_rule(file: RuleFile, rule: ClaimRule | TokenRule, key: Key) -> Iterator[Finding]:
    yield from _check_counts(file, rule, key)
    yield from _check_exceptions(file, rule, key)
    for name in ("hit", "todo"):
        for index, hit in enumerate(getattr(rule.examples, name)):
            yield from _check_hit(file, hit, (*key, "examples", name, index))
    for index, miss in enumerate(rule.examples.miss):
        yield from _check_unmarked(file, miss.text, (*key, "examples", "miss", index, "text"))


def _check_counts(file: RuleFile, rule: ClaimRule | TokenRule, key: Key) -> Iterator[Finding]:
    for name, least in (("hit", LEAST_HITS), ("miss", LEAST_MISSES)):
        count = len(getattr(rule.examples, name))
        if count < least:
            what = f"the rule {rule.slug} has {count} of {least} {name} examples"
            fix = f"add {least - count} under examples: {name}:"
            yield file.finding((*key, "examples"), "examples/too-few", what, fix, at_key=True)


def _check_exceptions(file: RuleFile, rule: ClaimRule | TokenRule, key: Key) -> Iterator[Finding]:
    exceptions = rule.unless if isinstance(rule, ClaimRule) else ()
    known = {exclusion.slug for exclusion in exceptions}
    shown = set()
    for name in ("hit", "miss", "todo"):
        for index, example in enumerate(getattr(rule.examples, name)):
            if example.of is None:
                continue
            shown.add(example.of)
            if example.of not in known:
                what = f"`of` names the exception {example.of}, which the rule does not have"
                place = (*key, "examples", name, index, "of")
                yield file.finding(place, "examples/unknown-exception", what, nearest(example.of, known))
    for index, exclusion in enumerate(exceptions):
        if exclusion.slug not in shown:
            what = f"the exception {exclusion.slug} has no example"
            fix = f"add a miss (or hit) with of: {exclusion.slug}"
            yield file.finding((*key, "unless", index, "slug"), "examples/no-exception", what, fix)


def _check_hit(file: RuleFile, hit: Hit, key: Key) -> Iterator[Finding]:
    marked = yield from _check_marks(file, hit.text, (*key, "text"))
    if marked is None:
        return
    spans, claims = len(marked.spans), len(hit.claims)
    if spans != claims:
        what = f"{spans} marked span{'s' * (spans != 1)} for {claims} claim{'s' * (claims != 1)}"
        fix = f"mark each claim's {OPEN}span{CLOSE} once (twice if two claims share it), in the order of the claims"
        yield file.finding((*key, "text"), "examples/marks", what, fix)


def _check_marked(file: RuleFile, key: Key, hits: tuple[str, ...], misses: tuple[str, ...]) -> Iterator[Finding]:
    for index, text in enumerate(hits):
        marked = yield from _check_marks(file, text, (*key, "hit", index))
        if marked is not None and not marked.spans:
            fix = f"put {OPEN}{CLOSE} around what it reads"
            yield file.finding((*key, "hit", index), "examples/marks", "a hit that marks nothing", fix)
    for index, text in enumerate(misses):
        yield from _check_unmarked(file, text, (*key, "miss", index))


def _check_marks(file: RuleFile, text: str, key: Key) -> Generator[Finding, None, MarkedText | None]:
    """Yield what is wrong with the marks, and return the text if they pair."""
    found: MarkedText | None = None
    try:
        found = parse_marked(text)
    except MarkError as error:
        yield file.finding(key, "examples/marks", error.what, f"pair every {OPEN} with a {CLOSE}", offset=error.offset)
    return found


def _check_unmarked(file: RuleFile, text: str, key: Key) -> Iterator[Finding]:
    offset = next((at for at, character in enumerate(text) if character in OPEN + CLOSE), None)
    if offset is not None:
        fix = "take the marks out: nothing is read here"
        yield file.finding(key, "examples/marks", "a miss with marks", fix, offset=offset)
