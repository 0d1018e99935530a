"""`claimx rules stats`: a claims table in, what each rule gives and how well out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from claimx.cli.options import FILE, RULES

if TYPE_CHECKING:
    from claimx.rule_stats import ConstructionFigures, RuleFigures, RuleStatistics

_HEADER: Final = ("rule", "hits", "share", "right", "wrong", "precision", "recall", "won", "lost")
_TRIED: Final = ("construction", "tried", "matched", "won", "beaten", "no_rule")
_SORTS: Final = _HEADER


@click.command("stats", short_help="Count what each rule gives, and how well.")
@click.argument("claims", type=FILE)
@click.option("--gold", type=FILE, help="Gold annotations: adds precision and recall.")
@click.option(
    "--input", "inputs", multiple=True, metavar="DOCS", help="Abstracts to trace: adds conflicts; repeatable."
)
@click.option("--time", "timed", is_flag=True, help="With --input: the time spent on each construction.")
@click.option(
    "--sort", type=click.Choice(_SORTS), default="hits", show_default=True, help="Largest first; names from a."
)
@click.option("--format", "style", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@RULES
def stats(
    *,
    claims: Path,
    gold: Path | None,
    inputs: tuple[str, ...],
    timed: bool,
    sort: str,
    style: str,
    rule_dirs: tuple[Path, ...],
) -> None:
    """Count the claims of the table CLAIMS by the rule that made them, and name the rules that made none.

    Recall is the share of the gold claims of the rule's kind that this very rule found. A rule won or
    lost where constructions of several rules fit one figure.
    """
    from claimx.evaluate import read_gold
    from claimx.packs import load_rules
    from claimx.read import read_documents
    from claimx.rule_stats import count_rules, find_conflicts
    from claimx.table import read_table, table_metadata, to_rows

    if timed and not inputs:
        raise click.UsageError("--time needs --input")
    table = read_table(claims)
    rules = load_rules(rule_dirs)
    if table_metadata(table).get("claimx.rules_sha256", rules.sha256) != rules.sha256:
        click.echo(f"{claims}: made with other rules than those loaded: extract again to compare", err=True)
    conflicts = find_conflicts(rules, read_documents(inputs)) if inputs else None
    statistics = count_rules(rules, to_rows(table), gold=read_gold(gold) if gold else None, conflicts=conflicts)
    ordered = sorted(statistics.rules, key=lambda one: _order(one, sort))
    click.echo(_FORMATS[style](statistics, ordered, timed))


def _order(figures: RuleFigures, column: str) -> tuple[float, str]:
    value = getattr(figures, column)
    if column == "rule":
        return 0.0, figures.rule
    return (float("inf") if value is None else -value), figures.rule


def _json(statistics: RuleStatistics, ordered: Sequence[RuleFigures], timed: bool) -> str:
    import json
    from dataclasses import asdict

    whole = {**asdict(statistics), "rules": [asdict(one) for one in ordered]}
    if not timed:
        for one in whole["constructions"] or ():
            del one["seconds"]
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _tables(
    statistics: RuleStatistics, ordered: Sequence[RuleFigures], timed: bool
) -> list[tuple[list[str], list[list[Any]]]]:
    """Return the tables shown: rules that made a claim, in the columns there are figures for; constructions."""
    used = [one for one in ordered if one.hits]
    shown = [name for name in _HEADER if name == "rule" or any(getattr(one, name) is not None for one in used)]
    tables = [(shown, [[getattr(one, name) for name in shown] for one in used])]
    if statistics.constructions is not None:
        columns = [*_TRIED, *(["milliseconds"] if timed else [])]
        rows = sorted(statistics.constructions, key=lambda one: _costliest(one, timed))
        cells = [[*(getattr(one, name) for name in _TRIED), *([one.seconds * 1000] if timed else [])] for one in rows]
        tables.append((columns, cells))
    return tables


def _costliest(figures: ConstructionFigures, timed: bool) -> tuple[float, str]:
    return (-figures.seconds if timed else -figures.won), figures.construction


def _dead(statistics: RuleStatistics) -> tuple[str, list[str]]:
    total = len(statistics.rules)
    return f"{statistics.claims:,} claims; {len(statistics.dead)} of {total} rules made none", list(statistics.dead)


def _text(statistics: RuleStatistics, ordered: Sequence[RuleFigures], timed: bool) -> str:
    lines: list[str] = []
    for header, rows in _tables(statistics, ordered, timed):
        cells = [header, *([_cell(value) for value in row] for row in rows)]
        widths = [max(len(line[place]) for line in cells) for place in range(len(header))]
        for line in cells:
            first, *others = (
                cell.ljust(w) if not n else cell.rjust(w) for n, (cell, w) in enumerate(zip(line, widths, strict=True))
            )
            lines.append("  ".join((first, *others)).rstrip())
        lines.append("")
    title, names = _dead(statistics)
    return "\n".join([*lines, title, *(f"  {name}" for name in names)])


def _markdown(statistics: RuleStatistics, ordered: Sequence[RuleFigures], timed: bool) -> str:
    from claimx.markdown import table

    parts = [table(header, rows) for header, rows in _tables(statistics, ordered, timed)]
    title, names = _dead(statistics)
    return "\n\n".join([*parts, f"**{title}**", "\n".join(f"- `{name}`" for name in names)]).rstrip()


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


_FORMATS: Final[dict[str, Callable[..., str]]] = {"text": _text, "json": _json, "markdown": _markdown}
