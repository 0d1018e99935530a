"""Pages whose source is code: the command line, the schema and measured figures in, parts of Markdown files out.

`python docs/generate.py` writes them; a test asserts that they are what it would write.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Final

import click

from claimx.cli import cli
from claimx.markdown import Raw, table
from claimx.packs import load_rules
from claimx.pipeline import Extractor
from claimx.read import read_texts
from claimx.schema import (
    ABSOLUTE_KINDS,
    CHANGE_KINDS,
    CLAIM_COLUMNS,
    CORE_KINDS,
    PAPER_COLUMNS,
    Column,
)

ROOT: Final = Path(__file__).resolve().parents[1]
MEANINGS: Final = ROOT / "docs" / "meanings.json"
FIGURES: Final = ROOT / "reports" / "figures.json"
WIDTH: Final = 88
SHOWN: Final = ("quote", "kind", "value", "unit", "qualifier", "metric", "baseline", "device", "factor")


# --- the command line -----------------------------------------------------------------------------


def cli_page() -> str:
    """Return the help of every command, as the terminal shows it."""
    return "\n\n".join(_sections("claimx", cli, depth=2))


def _sections(name: str, command: click.Command, *, depth: int, parent: click.Context | None = None) -> list[str]:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent, **settings)
    sections = [f"{'#' * depth} {name}\n\n```text\n{command.get_help(context)}\n```"]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                sections += _sections(f"{name} {child}", found, depth=min(depth + 1, 3), parent=context)
    return sections


# --- the tables -----------------------------------------------------------------------------------


def columns_page() -> str:
    """Return the columns of both tables with their meaning."""
    meanings = json.loads(MEANINGS.read_text(encoding="utf-8"))
    parts = []
    for name, columns in (("claims", CLAIM_COLUMNS), ("papers", PAPER_COLUMNS)):
        rows = [_column_row(column, meanings[name][column.name]) for column in columns]
        parts.append(f"### Table `{name}`\n\n" + table(["column", "type", "null", "meaning"], rows))
    return "\n\n".join(parts)


def _column_row(column: Column, meaning: str) -> list[Any]:
    kind = "dictionary" if column.type == "category" else column.type
    return [Raw(f"`{column.name}`"), kind, "yes" if column.nullable else "", Raw(meaning)]


def kinds_page() -> str:
    """Return the kinds with what each is about."""
    meanings = json.loads(MEANINGS.read_text(encoding="utf-8"))["kinds"]
    rows = [
        [Raw(f"`{kind}`"), group, "core" if kind in CORE_KINDS else "", Raw(meanings[kind])]
        for group, kinds in (("change", CHANGE_KINDS), ("absolute", ABSOLUTE_KINDS))
        for kind in kinds
    ]
    return table(["kind", "group", "", "is about"], rows)


# --- README ---------------------------------------------------------------------------------------


def rows_part() -> str:
    """Return the rows of the abstract that the README shows, as it shows them."""
    document = next(read_texts([shown_abstract()]))
    _, claims = Extractor(load_rules()).extract_document(document)
    return table(SHOWN, [[getattr(claim, name) for name in SHOWN] for claim in claims])


def shown_abstract() -> str:
    """Return the abstract in the README: the first quoted block."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("> "))
    quoted = []
    for line in lines[start:]:
        if not line.startswith("> "):
            break
        quoted.append(line.removeprefix("> "))
    return " ".join(quoted)


def figures_part() -> str:
    """Return the measured figures, or that there are none yet."""
    if not FIGURES.is_file():
        return "Not measured yet: `make figures` measures and fills this table."
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    return table(["figure", "value"], [[name, Raw(str(value))] for name, value in figures.items()])


# --- writing --------------------------------------------------------------------------------------

PARTS: Final = {
    "docs/cli.md": {"commands": cli_page},
    "docs/table.md": {"kinds": kinds_page, "columns": columns_page},
    "README.md": {"rows": rows_part, "figures": figures_part},
}


def page_text(name: str) -> str:
    """Return a page with its generated parts as they should be."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for part, write in PARTS[name].items():
        pattern = re.compile(rf"(<!-- generated: {part} -->\n).*?(\n<!-- end: {part} -->)", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{name}: no place for the part {part!r}: add its two comments")
        content = write()
        text = pattern.sub(lambda match, content=content: f"{match[1]}\n{content}\n{match[2]}", text)  # type: ignore[misc]
    return text


def main() -> None:
    """Write the generated parts of all pages."""
    os.environ["NO_COLOR"] = "1"
    for name in PARTS:
        (ROOT / name).write_text(page_text(name), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
