"""`claimx rules`: rule packs in; what they hold, what is wrong with them and how their examples fare out."""

from __future__ import annotations

import click

from claimx.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("claimx.cli.rules_show:list_rules", "List the rules."),
    "show": ("claimx.cli.rules_show:show_rule", "Show one rule as it is written."),
    "lint": ("claimx.cli.rules_lint:lint", "Check rule packs; every problem at once."),
    "test": ("claimx.cli.rules_test:run_examples", "Run the examples of the rules."),
    "stats": ("claimx.cli.rules_stats:stats", "Count what each rule gives, and how well."),
    "confidence": ("claimx.cli.rules_confidence:confidence", "Measure how far each rule is to be trusted."),
    "schema": ("claimx.cli.rules_show:write_schema", "Write the schema of rule files for editors."),
    "new": ("claimx.cli.rules_show:new_pack", "Write a starter pack for a kind of claim."),
}


@click.group("rules", cls=LazyGroup, commands_at=COMMANDS, short_help="Check, show and test rule packs.")
def rules() -> None:
    """Check, show and test rule packs."""
