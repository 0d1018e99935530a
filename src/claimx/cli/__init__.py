"""The command line: arguments in, files and an exit code out. Commands are imported when they run.

Exit codes: 0 fine, 1 findings, 2 usage, 3 interrupted, 4 input or internal error.
"""

from __future__ import annotations

import click

from claimx.cli.lazy import LazyGroup

COMMANDS = {
    "extract": ("claimx.cli.extract:extract", "Read abstracts, write the table of their claims."),
    "demo": ("claimx.cli.demo:demo", "Extract and report on the corpus that comes with claimx."),
    "report": ("claimx.cli.report:report", "Summarise a claims table: tables, charts, one page."),
    "export": ("claimx.cli.export:export", "Convert a claims or papers table to another format."),
    "diff": ("claimx.cli.diff:diff", "Compare two claims tables."),
    "eval": ("claimx.cli.eval:evaluate", "Score a claims table against gold annotations."),
    "list": ("claimx.cli.list:listing", "Show kinds and columns."),
    "rules": ("claimx.cli.rules:rules", "Check, show and test rule packs."),
    "show": ("claimx.cli.show:show", "Show texts with their claims highlighted."),
    "explain": ("claimx.cli.explain:explain", "Show why a text gives the claims it gives."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimx", message="%(prog)s %(version)s")
def cli() -> None:
    """Find the numeric claims in abstracts of machine-learning and systems papers.

    Start with `claimx demo`, or with `claimx extract papers.jsonl -o claims.parquet`.
    """


def main() -> None:
    """Run the command line and exit."""
    cli()
