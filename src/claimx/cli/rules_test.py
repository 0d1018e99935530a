"""`claimx rules test`: rule packs in, how each of their examples fares out, as text and as JUnit XML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimx.cli.options import FILE, FOLDER

if TYPE_CHECKING:
    from claimx.rule_examples import Case, Difference


@click.command("test", short_help="Run the examples of the rules.")
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=FOLDER)
@click.option("-k", "expression", metavar="WORDS", help="Only examples whose id contains all these words.")
@click.option("--pack", metavar="GLOB", help="Only packs whose path fits, as in 'claims/*'.")
@click.option("--junit", type=FILE, help="Write a JUnit XML report.")
@click.pass_context
def run_examples(
    ctx: click.Context, *, folders: tuple[Path, ...], expression: str | None, pack: str | None, junit: Path | None
) -> None:
    """Run the examples of all packs, with those of DIR added: each rule alone, then with all rules."""
    from claimx.new_file import write_bytes
    from claimx.packs import load_rules
    from claimx.rule_examples import ExampleRunner, describe, find_cases, run_cases

    rules = load_rules(folders)
    cases = find_cases(rules, pack=pack, expression=expression)
    results = list(run_cases(cases, ExampleRunner(rules)))
    failed = [result for result in results if result[1]]
    for case, differences in failed:
        click.echo(describe(case, differences) + "\n")
    if junit is not None:
        write_bytes(junit, _junit(results))
    click.echo(f"{len(results)} examples, {len(failed)} failed")
    ctx.exit(1 if failed else 0)


def _junit(results: list[tuple[Case, list[Difference]]]) -> bytes:
    """Return a JUnit report; it holds no times, so that equal results give equal files."""
    from xml.etree import ElementTree

    from claimx.rule_examples import describe

    failures = sum(bool(differences) for _, differences in results)
    suite = ElementTree.Element("testsuite", name="claimx rules", tests=str(len(results)), failures=str(failures))
    for case, differences in results:
        item = ElementTree.SubElement(suite, "testcase", classname=case.rule_id, name=case.id)
        if differences:
            failure = ElementTree.SubElement(item, "failure", message=differences[0].reason)
            failure.text = describe(case, differences)
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
