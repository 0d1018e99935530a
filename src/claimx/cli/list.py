"""`claimx list`: what the tables hold, as plain lines."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import RULES


@click.command("list", short_help="Show kinds and columns.")
@click.argument("what", type=click.Choice(["kinds", "columns"]), default="kinds")
@RULES
def listing(*, what: str, rule_dirs: tuple[Path, ...]) -> None:
    """List the kinds of claims (with those that --rules adds) or the columns of the tables."""
    if what == "columns":
        _list_columns()
        return
    from claimx.packs import load_rules
    from claimx.schema import CHANGE_KINDS, CORE_KINDS, KINDS

    for kind in load_rules(rule_dirs).kinds:
        group = "change" if kind in CHANGE_KINDS else "absolute" if kind in KINDS else "added"
        click.echo(f"{kind:22}{group:10}{'core' if kind in CORE_KINDS else ''}".rstrip())


def _list_columns() -> None:
    from claimx.schema import CLAIM_COLUMNS, PAPER_COLUMNS

    for table, columns in (("claims", CLAIM_COLUMNS), ("papers", PAPER_COLUMNS)):
        for column in columns:
            click.echo(f"{table:8}{column.name:20}{column.type:10}{'null' if column.nullable else ''}".rstrip())
