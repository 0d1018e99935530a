"""`claimx explain`: a text, a paper or one claim of a table in, how its claims came about out."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimx.cli.options import EXTRACTOR_NAMES, RULES, options

if TYPE_CHECKING:
    from claimx.document import Document
    from claimx.explain import Explanation


@click.command(short_help="Show why a text gives the claims it gives.")
@click.argument("source", metavar="TEXT|-|TABLE|INPUT")
@click.option(
    "--claim", "wanted", metavar="ID", help="Explain the claim ID of the claims table TABLE, on its sentence."
)
@click.option("--doc", "doc_id", metavar="ID", help="Explain the paper ID of INPUT, a file or folder of abstracts.")
@click.option("--find", metavar="WORDS", help="Only sentences that hold these words.")
@click.option("--all", "whole", is_flag=True, help="Show every item, construction and rule, not only what fits.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options(RULES, EXTRACTOR_NAMES)
@click.pass_context
def explain(
    ctx: click.Context,
    *,
    source: str,
    wanted: str | None,
    doc_id: str | None,
    find: str | None,
    whole: bool,
    style: str,
    rule_dirs: tuple[Path, ...],
    extractors: tuple[str, ...],
) -> None:
    """Explain the claims of TEXT (- reads it from standard input), and why other numbers gave none.

    With --claim the sentence is read alone, so what the sentences before set is not seen; the exit code
    is 1 when the claim is not made again.
    """
    from claimx.cli.explain_format import FORMATS
    from claimx.explain import explain_document
    from claimx.packs import load_rules
    from claimx.pipeline import Extractor

    if wanted is not None and doc_id is not None:
        raise click.UsageError("give --claim or --doc, not both")
    row: dict[str, Any] | None = None
    if wanted is not None:
        row, document = _claimed(Path(source), wanted)
    elif doc_id is not None:
        document = _paper(source, doc_id)
    else:
        document = _text(source)
    explanation = explain_document(Extractor(load_rules(rule_dirs), extractors=extractors), document)
    click.echo(FORMATS[style](_holding(explanation, find), whole=whole))
    if row is not None and not _makes(explanation, row):
        click.echo(f"{wanted}: not made again from its sentence alone with these rules", err=True)
        ctx.exit(1)


def _text(source: str) -> Document:
    from claimx.errors import InputError
    from claimx.read import read_texts

    if source == "-":
        try:
            source = sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError("read/undecodable", str(error), where="standard input", fix="give UTF-8") from error
    return next(read_texts([source]))


def _paper(source: str, doc_id: str) -> Document:
    from claimx.errors import InputError
    from claimx.read import read_documents

    for document in read_documents([source]):
        if document.doc_id == doc_id:
            return document
    raise InputError(
        "explain/no-document", f"no paper {doc_id!r}", where=source, fix="check the id, or list the papers"
    )


def _claimed(path: Path, claim_id: str) -> tuple[dict[str, Any], Document]:
    """Return the row of a claim and its sentence as a document."""
    from claimx.document import Document
    from claimx.errors import InputError
    from claimx.table import read_table, to_rows

    for row in to_rows(read_table(path)):
        if row["claim_id"] == claim_id:
            title, abstract = (row["sentence"], "") if row["section"] == "title" else ("", row["sentence"])
            return row, Document(row["doc_id"], title, abstract)
    raise InputError("explain/no-claim", f"no claim {claim_id!r}", where=str(path), fix="check the id in the table")


def _makes(explanation: Explanation, row: dict[str, Any]) -> bool:
    """Tell whether a claim of the row's fact stands at its place; offsets are in the sentence."""
    names = ("kind", "form", "value", "value_high", "unit", "metric", "quote")
    start = row["start"] - row["sentence_start"]
    return any(
        claim.start == start and all(getattr(claim, name) == row[name] for name in names)
        for section in explanation.sections
        for sentence in section.sentences
        for claim in sentence.claims
    )


def _holding(explanation: Explanation, words: str | None) -> Explanation:
    if not words:
        return explanation
    sections = tuple(
        replace(section, sentences=tuple(one for one in section.sentences if words.lower() in one.text.lower()))
        for section in explanation.sections
    )
    return replace(explanation, sections=sections)
