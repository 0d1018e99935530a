"""`claimx demo`: the corpus that comes with claimx in, its table and report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimx.cli.options import FOLDER, QUIET

if TYPE_CHECKING:
    import pandas as pd


@click.command(short_help="Extract and report on the corpus that comes with claimx.")
@click.option("--out", "-o", type=FOLDER, default="out", show_default=True, help="Folder for the results.")
@QUIET
def demo(*, out: Path, quiet: bool) -> None:
    """Extract the built-in abstracts, write the table and the report, and show the first rows."""
    from claimx.cli.extraction import Plan, log_tally, run_extraction
    from claimx.report import write_report
    from claimx.seeds import seeds_folder
    from claimx.table import read_claims, read_papers

    out.mkdir(parents=True, exist_ok=True)
    abstracts = seeds_folder() / "abstracts.jsonl"
    plan = Plan(inputs=(str(abstracts),), claims=out / "claims.parquet", papers=out / "papers.parquet", quiet=quiet)
    log_tally(plan, run_extraction(plan))
    claims, papers = read_claims(plan.claims), read_papers(out / "papers.parquet")
    reports = write_report(claims, papers, out / "report")
    click.echo(_first_rows(claims))
    for path in (plan.claims, plan.papers, *reports):
        click.echo(path)


def _first_rows(claims: pd.DataFrame) -> str:
    from claimx.markdown import number

    rows = claims[["kind", "value", "value_high", "unit", "qualifier", "metric", "device", "quote"]].head(10)
    shown = rows.astype(object).where(rows.notna(), None)
    for column in ("value", "value_high"):
        shown[column] = [number(value) for value in shown[column]]
    return shown.fillna("").to_string(index=False, max_colwidth=32)
