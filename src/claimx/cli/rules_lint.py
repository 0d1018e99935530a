"""`claimx rules lint`: folders of rule packs in, findings as text, JSON, GitHub annotations or SARIF out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimx.cli.options import FOLDER

if TYPE_CHECKING:
    from claimx.packs.findings import Finding

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@click.command("lint", short_help="Check rule packs; every problem at once.")
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=FOLDER)
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "sarif"]), default="text", show_default=True
)
@click.pass_context
def lint(ctx: click.Context, *, folders: tuple[Path, ...], style: str) -> None:
    """Check the packs of DIR on top of the shipped ones (none given: the shipped ones)."""
    from claimx.claim.pattern import parse_pattern
    from claimx.packs.lint import lint_packs

    findings = lint_packs(folders, parse_pattern=parse_pattern)
    click.echo(_WRITERS[style](findings), nl=False)
    if style == "text":
        click.echo(f"{len(findings)} finding{'s' * (len(findings) != 1)}", err=True)
    ctx.exit(1 if findings else 0)


def _text(findings: tuple[Finding, ...]) -> str:
    return "".join(f"{finding}\n" for finding in findings)


def _json(findings: tuple[Finding, ...]) -> str:
    from dataclasses import asdict

    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def _github(findings: tuple[Finding, ...]) -> str:
    """Return workflow commands; property values and messages are escaped as GitHub asks."""
    return "".join(
        f"::error file={_escaped(f.path, ':,')},line={f.line},col={f.column},title={_escaped(f.code, ':,')}"
        f"::{_escaped(f'{f.what}: {f.fix}')}\n"
        for f in findings
    )


def _escaped(text: str, more: str = "") -> str:
    """Return text with %, line ends and `more` as percent escapes.

    >>> _escaped("50%: a,b", ":,")
    '50%25%3A a%2Cb'
    """
    return "".join(f"%{ord(character):02X}" if character in "%\r\n" + more else character for character in text)


def _sarif(findings: tuple[Finding, ...]) -> str:
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "claimx", "rules": [{"id": code} for code in codes]}
    run = {"tool": {"driver": driver}, "results": [_sarif_result(finding) for finding in findings]}
    whole = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _sarif_result(finding: Finding) -> dict[str, Any]:
    from urllib.parse import quote

    place = {
        "artifactLocation": {"uri": quote(finding.path)},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    return {
        "ruleId": finding.code,
        "level": "error",
        "message": {"text": f"{finding.what}: {finding.fix}"},
        "locations": [{"physicalLocation": place}],
    }


_WRITERS = {"text": _text, "json": _json, "github": _github, "sarif": _sarif}
