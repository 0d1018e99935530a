"""`claimx export`: one table in, the same table in another format out."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import FILE, KINDS, check_kinds


@click.command(short_help="Convert a claims or papers table to another format.")
@click.argument("table", type=FILE)
@click.option("--out", "-o", type=FILE, required=True, help="The new file: .parquet, .csv or .jsonl.")
@click.option("--papers", is_flag=True, help="TABLE is a papers table.")
@KINDS
def export(*, table: Path, out: Path, papers: bool, kinds: tuple[str, ...]) -> None:
    """Convert TABLE (.parquet, a folder of them, .csv or .jsonl); versions kept in Parquet go along."""
    from claimx.schema import CLAIM_COLUMNS, PAPER_COLUMNS
    from claimx.table import keep_rows, read_table
    from claimx.write import write_table

    if papers and kinds:
        raise click.UsageError("--kind needs a claims table, not --papers")
    rows = read_table(table, PAPER_COLUMNS if papers else CLAIM_COLUMNS)
    if kinds:
        check_kinds(kinds, rows["kind"].unique().to_pylist())
        rows = keep_rows(rows, "kind", kinds)
    write_table(out, rows)
