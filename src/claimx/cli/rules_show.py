"""`claimx rules list|show|schema|new`: rule packs in, plain text or files out."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import FILE, FOLDER, RULES


@click.command("list", short_help="List the rules.")
@click.argument("prefix", default="")
@RULES
def list_rules(*, prefix: str, rule_dirs: tuple[Path, ...]) -> None:
    """List the ids that begin with PREFIX (all: none given) and what each reads."""
    from claimx.packs import load_rules

    for _, entry in load_rules(rule_dirs).entries():
        if entry.id.startswith(prefix):
            click.echo(f"{entry.id:44} {getattr(entry.model, 'reads', '')}".rstrip())


@click.command("show", short_help="Show one rule as it is written.")
@click.argument("rule_id", metavar="ID")
@RULES
def show_rule(*, rule_id: str, rule_dirs: tuple[Path, ...]) -> None:
    """Show the rule ID with the file and line it stands in."""
    from claimx.errors import RulesError
    from claimx.packs import load_rules
    from claimx.packs.validation import nearest

    rules = load_rules(rule_dirs)
    found = next((found for file in rules.files if (found := file.find_entry(rule_id))), None)
    if found is None:
        known = (entry.id for _, entry in rules.entries())
        raise RulesError("rules/unknown-id", f"no rule {rule_id!r}", fix=nearest(rule_id, known))
    file, entry = found
    mark = file.marks.find(entry.key)
    click.echo(f"# {file.origin}:{mark.line + 1}")
    text = file.source[mark.start : mark.end].rstrip()
    click.echo("\n".join([" " * mark.column + text.split("\n", 1)[0], *text.split("\n")[1:]]))


@click.command("schema", short_help="Write the schema of rule files for editors.")
@click.option("-o", "--output", type=FILE, help="Write to this file instead of stdout.")
def write_schema(*, output: Path | None) -> None:
    """Write a JSON schema with one definition for each folder of rule files."""
    from claimx.new_file import write_bytes
    from claimx.packs.editor_schema import rules_schema_text

    text = rules_schema_text()
    if output is None:
        click.echo(text, nl=False)
    else:
        write_bytes(output, text.encode())


@click.command("new", short_help="Write a starter pack for a kind of claim.")
@click.argument("kind")
@click.option("-o", "--output", type=FOLDER, default="rules", show_default=True, help="Folder of packs to write to.")
@RULES
def new_pack(*, kind: str, output: Path, rule_dirs: tuple[Path, ...]) -> None:
    """Write claims/KIND.yaml with one rule and its examples; a shipped KIND is extended."""
    import re

    from claimx.new_file import write_bytes
    from claimx.packs import load_rules
    from claimx.packs.loader import shipped_rules
    from claimx.packs.starter import starter_pack

    if not re.fullmatch(r"[a-z][a-z0-9_]*", kind):
        raise click.BadParameter("write a lower-case name, words joined by _", param_hint="KIND")
    path = output / "claims" / f"{kind}.yaml"
    if path.exists():
        raise click.BadParameter(f"{path} exists: edit it, or name another folder", param_hint="--output")
    rules = load_rules(rule_dirs)
    if output.resolve() == shipped_rules():
        raise click.BadParameter("that is the folder of the shipped rules: name one of your own", param_hint="--output")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, starter_pack(kind, rules, folder=str(output)).encode())
    click.echo(f"{path}: now run `claimx rules lint {output}` and `claimx rules test {output}`")
