"""`claimx demo`: the corpus that comes with claimx in, its table and report out."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import FOLDER, QUIET


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
    columns = ["kind", "value", "value_high", "unit", "qualifier", "metric", "device", "quote"]
    click.echo(claims[columns].head(10).to_string(index=False, na_rep="", max_colwidth=32))
    for path in (plan.claims, plan.papers, *reports):
        click.echo(path)
