"""`claimx rules confidence`: a claims table and gold in, how right each rule is on it out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from claimx.cli.options import FILE, RULES

_HEAD = """\
# How often each rule was right and wrong on the annotated papers: [right, wrong].
# Written by `claimx rules confidence CLAIMS GOLD -o FILE`; not by hand.
reads: right and wrong claims of each rule on the annotated development papers
"""


@click.command("confidence", short_help="Measure how far each rule is to be trusted.")
@click.argument("claims", type=FILE)
@click.argument("gold", type=FILE)
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="The pack to write.")
@click.option("--check", type=FILE, help="A pack that must say the same: exit 1 when it does not.")
@RULES
def confidence(*, claims: Path, gold: Path, out: Path | None, check: Path | None, rule_dirs: tuple[Path, ...]) -> None:
    """Count for each rule the claims of the table CLAIMS that the annotations GOLD hold, and those they do not.

    The confidence of a claim is its rule's precision there, drawn towards the precision of all rules
    by the weight of four claims.
    """
    from claimx.evaluate import read_gold
    from claimx.new_file import write_bytes
    from claimx.packs import load_rules
    from claimx.rule_stats import count_rules
    from claimx.table import read_table, to_rows

    statistics = count_rules(load_rules(rule_dirs), to_rows(read_table(claims)), gold=read_gold(gold))
    counted = sorted((one.rule, one.right or 0, one.wrong or 0) for one in statistics.rules)
    right, wrong = sum(one[1] for one in counted), sum(one[2] for one in counted)
    lines = [f"  {rule}: [{good}, {bad}]" for rule, good, bad in counted if good + bad]
    prior = round(right / (right + wrong), 4) if right + wrong else 0.0
    text = f"{_HEAD}prior: {prior}\nmeasured:\n" + "\n".join(lines) + "\n"
    if check is not None:
        if check.read_text(encoding="utf-8") != text:
            click.echo(f"{check}: not what is measured now: write it anew with -o {check}", err=True)
            sys.exit(1)
        click.echo(f"{check}: current, {len(lines)} rules measured")
    elif out is not None:
        write_bytes(out, text.encode())
        click.echo(f"{out}: {len(lines)} rules measured, precision {prior}")
    else:
        click.echo(text, nl=False)
