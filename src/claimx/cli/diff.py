"""`claimx diff`: two claims tables in, what was added, removed and changed out."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import FILE, names_among, numbers_by_name
from claimx.diff import FATES, find_difference, find_excess


@click.command(short_help="Compare two claims tables.")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--format", "style", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option(
    "--fail-on", callback=names_among(FATES), metavar="FATE,...", help="Exit with 1 when claims were: removed,changed."
)
@click.option(
    "--allow",
    callback=numbers_by_name(int, example="added=20", choices=FATES),
    metavar="FATE=N,...",
    help="Exit with 1 only above this many: added=20.",
)
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="Claims shown of each fate.")
@click.option("--accept", is_flag=True, help="Then put NEW in the place of OLD, and exit with 0.")
@click.pass_context
def diff(
    ctx: click.Context,
    *,
    old: Path,
    new: Path,
    style: str,
    fail_on: tuple[str, ...],
    allow: dict[str, int],
    limit: int,
    accept: bool,
) -> None:
    """Compare the claims tables OLD and NEW, column by column; the order of rows has no effect."""
    from claimx.cli.diff_format import FORMATS
    from claimx.table import read_table, table_metadata, to_rows

    before, after = read_table(old), read_table(new)
    difference = find_difference(
        to_rows(before),
        to_rows(after),
        old_metadata=table_metadata(before),
        new_metadata=table_metadata(after),
    )
    click.echo(FORMATS[style](difference, limit))
    if accept:
        _accept(old, new)
        return
    excess = find_excess(difference, fail_on=fail_on, allow=allow)
    for fate, count in excess.items():
        click.echo(f"{count:,} {fate}, {allow.get(fate, 0):,} allowed", err=True)
    if excess:
        ctx.exit(1)


def _accept(old: Path, new: Path) -> None:
    from claimx.new_file import write_bytes
    from claimx.table import read_table
    from claimx.write import write_table

    if old.suffix == new.suffix and new.is_file():
        write_bytes(old, new.read_bytes())
    else:
        write_table(old, read_table(new))
    click.echo(f"accepted: {old}", err=True)
