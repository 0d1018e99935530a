"""`claimx eval`: a claims table and gold annotations in, figures out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimx.cli.options import FILE, numbers_by_name

if TYPE_CHECKING:
    from claimx.evaluate import Scores


@click.command("eval", short_help="Score a claims table against gold annotations.")
@click.argument("claims", type=FILE)
@click.argument("gold", type=FILE)
@click.option("--json", "json_out", type=FILE, help="Write the figures as JSON.")
@click.option("--misses", type=FILE, help="Write every missed and every extra claim as JSON lines.")
@click.option(
    "--fail-under",
    callback=numbers_by_name(float, example="core=0.9"),
    metavar="NAME=F1,...",
    help="Exit with 1 below these F1: core=0.9,all=0.8,speedup=0.9.",
)
@click.pass_context
def evaluate(
    ctx: click.Context,
    *,
    claims: Path,
    gold: Path,
    json_out: Path | None,
    misses: Path | None,
    fail_under: dict[str, float],
) -> None:
    """Score the table CLAIMS against GOLD: JSON lines of {"doc_id", "claims": [...]}."""
    from claimx.evaluate import read_gold, score_claims
    from claimx.new_file import write_bytes
    from claimx.table import read_table, to_rows

    scores = score_claims(to_rows(read_table(claims)), read_gold(gold))
    if json_out:
        write_bytes(json_out, _json(scores.as_dict(), indent=1))
    if misses:
        write_bytes(misses, b"".join(map(_json, scores.misses)))
    click.echo(_text(scores))
    if any([_is_under(scores, name, least) for name, least in fail_under.items()]):  # noqa: C419 - tell all
        ctx.exit(1)


def _is_under(scores: Scores, name: str, least: float) -> bool:
    f1 = scores.f1(name)
    if f1 is None:
        raise click.BadParameter(f"{name!r} is neither all, core nor a kind met here", param_hint="--fail-under")
    if f1 < least:
        click.echo(f"{name}: F1 {f1:.4f} is under {least}", err=True)
    return f1 < least


def _json(value: Any, *, indent: int | None = None) -> bytes:
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent, default=str).encode() + b"\n"


def _text(scores: Scores) -> str:
    lines = [f"{'kind':22}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}"]
    counts = {"ALL": scores.all, "CORE": scores.core, **{kind: scores.kinds[kind] for kind in sorted(scores.kinds)}}
    for name, c in counts.items():
        lines.append(f"{name:22}{c.tp + c.fn:6d}{c.precision:8.3f}{c.recall:8.3f}{c.f1:8.3f}")
    figures = scores.as_dict()
    shown = (f"{name} {value:.3f}" for name, value in scores.attributes().items() if value is not None)
    lines.append("attributes " + "  ".join(shown))
    recall, right = figures["quantity_recall"], figures["fully_right"]
    exact = f"papers exact {scores.papers_exact}/{scores.papers}"
    lines.append(f"{exact}  quantity recall {recall:.3f}  claims fully right {right:.3f}")
    return "\n".join(lines)
