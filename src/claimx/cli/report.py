"""`claimx report`: a claims table in, a folder with the report out."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import FILE, FOLDER


@click.command(short_help="Summarise a claims table: tables, charts, one page.")
@click.argument("claims", type=FILE)
@click.option("--papers", type=FILE, help="The papers table: gives titles and the number of papers.")
@click.option("--out", "-o", type=FOLDER, required=True, help="Folder for the report; created when missing.")
def report(*, claims: Path, papers: Path | None, out: Path) -> None:
    """Write report.md, report.html, summary.json and charts about the table CLAIMS."""
    from claimx.report import write_report
    from claimx.table import read_claims, read_papers

    for path in write_report(read_claims(claims), read_papers(papers) if papers else None, out):
        click.echo(path)
