"""Show an explanation: an Explanation in, a tree as text or JSON out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import click

from claimx.explain.explanation import Amount, Explanation, Link, Made, Number, Part, Sentence, Tried
from claimx.explain.fates import condition_text, nearness

_COLOURS: Final = {"claim": "green", "part": "green", "repeated": "cyan", "no_rule": "red", "no_construction": "red"}
_OUTCOMES: Final = {"won": "green", "beaten": "cyan", "no_rule": "red"}
_ASKED: Final = 3  # rules shown of those a construction asked in vain


@dataclass(slots=True)
class Tree:
    """A line and what hangs below it."""

    label: str
    below: list[Tree] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the tree line by line."""
        yield self.label
        for place, tree in enumerate(self.below):
            last = place == len(self.below) - 1
            for number, line in enumerate(tree.lines()):
                lead = ("└─ " if last else "├─ ") if number == 0 else ("   " if last else "│  ")
                yield lead + line


def as_text(explanation: Explanation, *, whole: bool = False) -> str:
    """Return one tree a sentence; `whole` shows every item, construction and rule, not only what fits."""
    lines: list[str] = []
    for section in explanation.sections:
        for sentence in section.sentences:
            lines += [*_sentence(section.section, sentence, whole).lines(), ""]
    return "\n".join(lines).rstrip() or "nothing to explain"


def as_json(explanation: Explanation, *, whole: bool = True) -> str:
    """Return everything as JSON; its shape is the tests' `explanation.schema.json`."""
    from pydantic import TypeAdapter

    return TypeAdapter(Explanation).dump_json(explanation, indent=1).decode()


FORMATS: Final[dict[str, Callable[..., str]]] = {"text": as_text, "json": as_json}


def _sentence(section: str, sentence: Sentence, whole: bool) -> Tree:
    place = click.style(f"{section} {_place(sentence.start, sentence.end)}", bold=True)
    tree = Tree(f"{place} {' '.join(sentence.text.split())}")
    if not sentence.own:
        tree.below.append(Tree("background: the paper has not yet begun to speak of itself"))
    if whole and sentence.items:
        tree.below.append(Tree("items", [Tree(_item(item)) for item in sentence.items]))
    seen: set[int] = set()
    for number in sentence.numbers:
        tree.below.append(_number(number, sentence.claims, seen, whole))
    if not sentence.numbers:
        tree.below.append(Tree("no number"))
    return tree


def _item(item: Part) -> str:
    words = [name for name in item.classes if not name.startswith("=")]
    literal = ["itself"] if len(words) < len(item.classes) else []
    return f"{' '.join(item.text.split())}  {click.style(' '.join(words + literal), dim=True)}"


def _number(number: Number, claims: tuple[Made, ...], seen: set[int], whole: bool) -> Tree:
    fate = click.style(number.fate.replace("_", " "), fg=_COLOURS.get(number.fate, "yellow"))
    quote = click.style(" ".join(number.text.split()), bold=True)
    tree = Tree(f"{quote} {_place(number.start, number.end)} {fate}: {number.why}")
    if number.amount:
        tree.below.append(Tree(f"amount {_amount(number.amount)}"))
    elif number.name:
        tree.below.append(Tree(f"{number.name.kind} {number.name.name or number.name.text}"))
    fits = [tried for tried in number.tried if tried.outcome != "no_match"]
    done = any(tried.outcome == "won" for tried in fits) and not whole
    tree.below += [_tried(tried, whole, brief=done and tried.outcome != "won") for tried in fits]
    misfits = [tried for tried in number.tried if tried.outcome == "no_match"]
    if misfits:
        sides = Counter(tried.misfit for tried in misfits)
        counts = ", ".join(f"{sides[side]} for what stands {side} it" for side in ("before", "behind") if sides[side])
        count = f"{len(misfits)} construction{'s do' if len(misfits) > 1 else ' does'} not fit"
        tree.below.append(Tree(f"{count}: {counts}"))
        if whole:
            tree.below[-1].below = [Tree(f"{tried.construction} ({tried.misfit})") for tried in misfits]
    for place in number.claims:
        tree.below.append(_claim(claims[place], again=place in seen))
        seen.add(place)
    return tree


def _amount(amount: Amount) -> str:
    ends = f"{amount.value:.10g}" + (f" to {amount.value_high:.10g}" if amount.value_high is not None else "")
    marks = [amount.dimension, amount.qualifier, amount.statistic, amount.sign and f"sign {amount.sign}"]
    scale = f" ({amount.scale})" if amount.scale else ""
    return f"{ends}{scale} {amount.unit or 'without a unit'}: {', '.join(mark for mark in marks if mark)}"


def _tried(tried: Tried, whole: bool, *, brief: bool) -> Tree:
    outcome = click.style(tried.outcome.replace("_", " "), fg=_OUTCOMES.get(tried.outcome))
    slots = "".join(f"  {name}={' '.join(text.split())!r}" for name, text in tried.slots.items())
    tree = Tree(f"{outcome} {tried.construction} ({tried.priority}){slots}")
    if brief:
        tree.label += f"  -> {', '.join(tried.rules)}" if tried.rules else ""
        return tree
    for question in tried.questions:
        effects = f", {' and '.join(dict.fromkeys(question.effects))}" if question.effects else ""
        what = f"{question.amount} [{question.unit or 'no unit'}] of {question.dimension}{effects}"
        held = [one for one in question.asked if one.failed is None]
        failed = sorted((one for one in question.asked if one.failed is not None), key=lambda one: nearness(one.failed))
        shown = failed if whole else failed[: 0 if held else _ASKED]
        rules = [Tree(f"{one.rule} {condition_text(one.failed)}") for one in (*held, *shown)]
        if len(failed) > len(shown):
            rules.append(Tree(f"{len(failed) - len(shown)} more asked in vain"))
        tree.below.append(Tree(f"asks for {what}", rules or [Tree("no rule takes that")]))
    return tree


def _claim(claim: Made, *, again: bool) -> Tree:
    ends = "-".join(f"{end:.10g}" for end in (claim.value, claim.value_high) if end is not None)
    facts = [
        claim.kind,
        claim.form,
        ends,
        claim.unit,
        claim.direction,
        "" if claim.qualifier == "exact" else claim.qualifier,
    ]
    name = "repeats" if claim.repeats else "claim"
    tree = Tree(f"{name} {click.style(' '.join(fact for fact in facts if fact), bold=True)} {claim.claim_id}")
    if again:
        tree.label += " (above)"
        return tree
    if claim.repeats:
        tree.label += f" = {claim.repeats}"
    quoted = f"quote {claim.quote!r} {_place(claim.start, claim.end)} by {claim.construction}"
    tree.below = [Tree(quoted), *(Tree(_link(link)) for link in claim.links)]
    if claim.factor is not None:
        tree.below.append(Tree(f"factor {claim.factor:.4g}"))
    return tree


def _link(link: Link) -> str:
    place = f" {_place(link.start, link.end)}" if link.start is not None and link.end is not None else ""
    return f"{link.field} {' '.join(link.value.split())!r}{place}: {link.why}"


def _place(start: int, end: int) -> str:
    return f"[{start}:{end}]"
