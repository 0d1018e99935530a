"""`claimx extract`: abstracts in, the claims table out."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import EXTRACTOR_NAMES, FIELDS, FILE, KINDS, QUIET, RULES, WORKERS, options


@click.command(short_help="Read abstracts, write the table of their claims.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", "-o", type=FILE, required=True, help="Claims table: .parquet, .csv or .jsonl.")
@click.option("--papers", type=FILE, help="Also write the papers table.")
@click.option("--rejects", type=FILE, help="Write the rows that are no paper: .jsonl or .csv.")
@click.option("--strict", is_flag=True, help="Exit with 4 when a row was rejected; a repeated paper is no reject.")
@options(RULES, KINDS, EXTRACTOR_NAMES, *FIELDS, WORKERS, QUIET)
@click.pass_context
def extract(
    ctx: click.Context,
    *,
    inputs: tuple[str, ...],
    out: Path,
    papers: Path | None,
    rejects: Path | None,
    strict: bool,
    rule_dirs: tuple[Path, ...],
    kinds: tuple[str, ...],
    extractors: tuple[str, ...],
    id_field: str | None,
    title_field: str | None,
    abstract_field: str | None,
    workers: int,
    quiet: bool,
) -> None:
    """Read abstracts and write one row for every numeric claim in them.

    INPUT is a saved listing page, JSONL, JSON, CSV or Parquet, plain or gzipped; its format is found
    from its content.
    """
    from claimx.cli.extraction import Plan, log_tally, run_extraction
    from claimx.run import Setup

    plan = Plan(
        inputs=inputs,
        claims=out,
        papers=papers,
        rejects=rejects,
        setup=Setup(rule_dirs, extractors, frozenset(kinds)),
        workers=workers,
        quiet=quiet,
        fields={"id": id_field, "title": title_field, "abstract": abstract_field},
    )
    tally = run_extraction(plan)
    log_tally(plan, tally)
    if strict and tally.rejected:
        ctx.exit(4)
