"""Token rules of the packs in, spaCy patterns with named pieces out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from spacy.errors import MatchPatternError
from spacy.matcher import Matcher
from spacy.vocab import Vocab

from claimx.claim.construction import CompiledConstruction
from claimx.claim.dispatch import CompiledRule, Dispatch
from claimx.errors import RulesError
from claimx.packs.inflection import verb_forms
from claimx.packs.loader import Rules
from claimx.packs.models import ClaimRule, Examples, TokenFile, TokenRule, WordFile

_AROUND: Final = re.compile(r"\(\?[^:]|\\[bBAZ$^]|.\^(?<!\[\^)|\$.")
_LAST: Final = re.compile(r"([a-z]+|[^\w\s])$")
_LIMITS: Final = re.compile(r"\{(\d+),(\d+)\}")


class Figure(NamedTuple):
    """A figure of a sentence: what patterns know it by, its text, the word before it; empty text: not known."""

    label: str
    written: str
    before: str


@dataclass(frozen=True, slots=True)
class CompiledTokens:
    """One token rule: the slots of each token of its pattern, and the construction its matches count as.

    `repeats` holds (place, least, most) for the tokens written with `{least,most}`: the matcher reads
    them as `*`, for it would try every way to leave out some of `most` optional tokens. A sentence
    without one of each of the `words` (lower case), of the `labels` and of the `spellings` can hold no match,
    nor one whose figures without a claim are none of the `amounts`, or are not written like the `figure`, or stand
    behind none of the words `before`; without these: any.
    """

    id: str
    rule: TokenRule
    slots: tuple[tuple[str, ...], ...]
    repeats: tuple[tuple[int, int, int], ...]
    construction: CompiledConstruction
    matcher: Matcher
    words: tuple[tuple[str, ...], ...]
    labels: tuple[frozenset[str], ...]
    spellings: tuple[re.Pattern[str], ...]
    amounts: frozenset[str]
    figure: re.Pattern[str] | None
    before: frozenset[str]

    def may_read(self, figure: Figure) -> bool:
        """Tell whether a figure can be the amount."""
        return (
            figure.label in self.amounts
            and not (self.before and figure.before and figure.before not in self.before)
            and not (self.figure and figure.written and not self.figure.search(figure.written))
        )


def compile_tokens(rules: Rules, dispatch: Dispatch, vocab: Vocab, only: str | None = None) -> list[CompiledTokens]:
    """Return the token rules, each with its matcher. Raises `RulesError` for a bad pattern."""
    classes = _words_of_classes(rules)
    compiled: list[CompiledTokens] = []
    for file, model in rules.of(TokenFile):
        for rule in model.rules:
            rule_id = f"{file.path}/{rule.slug}"
            if only is not None and rule_id != only:
                continue
            pattern, slots, senses = _read_pattern(rule_id, rule, classes)
            repeats = _limited(pattern)
            matcher = Matcher(vocab, validate=True)
            try:
                matcher.add(rule_id, [pattern])
            except (MatchPatternError, ValueError) as error:
                raise _invalid(rule_id, " ".join(str(error).split())) from error
            sets = rule.sets
            construction = CompiledConstruction(
                rule_id, 50, sets.form, sets.direction, sets.effect, frozenset(), None, {"change": senses}
            )
            if rule.kind is not None:
                construction.rule = rule_id
                dispatch.rules[rule_id] = _own_rule(rule_id, rule, rule.kind, rules, dispatch)
            words, labels = _demanded(pattern, ("LOWER", "TEXT", "ORTH")), _demanded(pattern, ("ENT_TYPE",))
            lower = tuple(tuple(word.lower() for word in choice) for choice in words)
            told = tuple(frozenset(choice) for choice in labels)
            figure = (_amounts(pattern, slots), _figure(pattern, slots), _before(pattern, slots))
            compiled.append(
                CompiledTokens(
                    rule_id, rule, slots, repeats, construction, matcher, lower, told, _spellings(pattern), *figure
                )
            )
    return compiled


def _amounts(pattern: list[dict[str, Any]], slots: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """Return what the figure of a pattern is labelled as; nothing when it is told by other means."""
    figures = [token for token, names in zip(pattern, slots, strict=True) if "amount" in names]
    choices = _demanded([{**token, "OP": "1"} for token in figures], ("ENT_TYPE",))
    return frozenset(label for choice in choices for label in choice) if len(choices) == len(figures) else frozenset()


def _figure(pattern: list[dict[str, Any]], slots: tuple[tuple[str, ...], ...]) -> re.Pattern[str] | None:
    """Return how the figure of a pattern is written, where one token is the amount and its text is told."""
    figures = [token for token, names in zip(pattern, slots, strict=True) if "amount" in names]
    asked = figures[0].get("TEXT") if len(figures) == 1 else None
    written = asked.get("REGEX") if isinstance(asked, dict) else None
    return re.compile(written) if written else None


def _before(pattern: list[dict[str, Any]], slots: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """Return the words that can stand before the figure of a pattern; nothing when they are not all told."""
    found: set[str] = set()
    for token in reversed(pattern[: next((n for n, names in enumerate(slots) if "amount" in names), 0)]):
        choices = _demanded([{**token, "OP": "1"}], ("LOWER",))
        ends = [_LAST.search(word) for word in choices[0]] if choices else []
        if not ends or not all(ends):
            return frozenset()
        found.update(end[0] for end in ends if end)
        if token.get("OP", "1") in ("1", "+"):
            return frozenset(found)
    return frozenset()


def _demanded(pattern: list[dict[str, Any]], attributes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the choices of each token that must be there and can be one of a few by these attributes."""
    found: list[tuple[str, ...]] = []
    for token in pattern:
        if token.get("OP", "1") not in ("1", "+"):
            continue
        for asked in (token[name] for name in attributes if name in token):
            choices = _names(asked.get("IN", ()) if isinstance(asked, dict) else asked)
            if choices and all(choices):
                found.append(choices)
    return found


def _read_pattern(
    rule_id: str, rule: TokenRule, classes: dict[str, list[str]]
) -> tuple[list[dict[str, Any]], tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the pattern as spaCy takes it, the slots of each token, and the classes of its change."""
    pattern: list[dict[str, Any]] = []
    slots: list[tuple[str, ...]] = []
    senses: list[str] = []
    for written in rule.pattern:
        token = dict(written)
        slots.append(_names(token.pop("slot", ())))
        names = _names(token.pop("words", ()))
        if names:
            if unknown := [name for name in names if name not in classes]:
                raise _invalid(rule_id, f"no class of words is called {', '.join(unknown)}")
            token["LOWER"] = {"IN": sorted({word for name in names for word in classes[name]})}
            senses += names if "change" in slots[-1] else ()
        pattern.append(token)
    return pattern, tuple(slots), tuple(senses)


def _spellings(pattern: list[dict[str, Any]]) -> tuple[re.Pattern[str], ...]:
    """Return what a sentence in lower case must hold for the tokens that are told by their spelling."""
    found: list[re.Pattern[str]] = []
    for token in pattern:
        asked = token.get("LOWER")
        written = asked.get("REGEX", "") if isinstance(asked, dict) and token.get("OP", "1") in ("1", "+") else ""
        # what looks around a token sees more in the whole sentence: it is left out
        if written and not _AROUND.search(written):
            found.append(re.compile(written.removeprefix("^").removesuffix("$")))
    return tuple(found)


def _limited(pattern: list[dict[str, Any]]) -> tuple[tuple[int, int, int], ...]:
    """Let `{least,most}` read as `*` in a pattern and return where it stood."""
    found = []
    for place, token in enumerate(pattern):
        limits = _LIMITS.fullmatch(str(token.get("OP", "")))
        if limits:
            found.append((place, int(limits[1]), int(limits[2])))
            token["OP"] = "*"
    return tuple(found)


def _names(written: Any) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _words_of_classes(rules: Rules) -> dict[str, list[str]]:
    """Return the single words of every class; phrases of several words are no token."""
    found: dict[str, list[str]] = {}
    for _, file in rules.of(WordFile):
        for one in file.classes:
            forms = [*one.words, *(form for verb in one.verbs for form in verb_forms(verb))]
            found.setdefault(one.name, []).extend(form.lower() for form in forms if " " not in form)
    return found


def _own_rule(rule_id: str, rule: TokenRule, kind: str, rules: Rules, dispatch: Dispatch) -> CompiledRule:
    """Return the claim rule that a token rule with a kind of its own stands for."""
    if kind not in rules.kinds:
        raise _invalid(rule_id, f"no kind {kind}: known are {', '.join(rules.kinds)}")
    sets = rule.sets
    own = ClaimRule(
        slug=rule.slug,
        reads=rule.reads,
        form=sets.form,
        direction=sets.direction,
        metric=sets.metric,
        examples=Examples(),
    )
    empty: frozenset[str] = frozenset()
    unit = dispatch.kind_units.get(kind)
    return CompiledRule(rule_id, kind, own, empty, empty, empty, empty, empty, empty, empty, empty, unit)


def _invalid(rule_id: str, what: str) -> RulesError:
    return RulesError("rules/token-pattern", what, where=rule_id, fix="see rules/README.md, token rules")
