"""`claimx show`: abstracts in, a page with their claims highlighted out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimx.cli.options import EXTRACTOR_NAMES, FIELDS, FILE, RULES, options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimx.document import Document


@click.command(short_help="Show texts with their claims highlighted.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--doc", "wanted", multiple=True, metavar="ID", help="Show this paper only; repeatable.")
@click.option("--out", "-o", type=FILE, help="Write the page to this file; standard output when neither is given.")
@click.option("--serve", is_flag=True, help="Serve the page on this machine until interrupted.")
@click.option("--port", type=click.IntRange(1, 65535), default=5000, show_default=True, help="Port of --serve.")
@options(RULES, EXTRACTOR_NAMES, *FIELDS)
def show(
    *,
    inputs: tuple[str, ...],
    wanted: tuple[str, ...],
    out: Path | None,
    serve: bool,
    port: int,
    rule_dirs: tuple[Path, ...],
    extractors: tuple[str, ...],
    id_field: str | None,
    title_field: str | None,
    abstract_field: str | None,
) -> None:
    """Write one page with every paper of INPUT, its claims coloured by kind."""
    from claimx.errors import InputError
    from claimx.packs import load_rules
    from claimx.pipeline import Extractor
    from claimx.read import read_documents
    from claimx.show import show_page

    read = read_documents(inputs, id_field=id_field, title_field=title_field, abstract_field=abstract_field)
    documents = list(_chosen(read, frozenset(wanted)))
    if missing := sorted(set(wanted) - {document.doc_id for document in documents}):
        raise InputError(
            "show/no-document", f"no paper {', '.join(missing)}", where="--doc", fix="see the doc_id column"
        )
    page = show_page(documents, Extractor(load_rules(rule_dirs), extractors=extractors))
    if out:
        _write(out, page)
        click.echo(out)
    if serve:
        _serve(page, port)
    elif not out:
        click.echo(page, nl=False)


def _chosen(documents: Iterator[Document], wanted: frozenset[str]) -> Iterator[Document]:
    return (document for document in documents if not wanted or document.doc_id in wanted)


def _write(path: Path, page: str) -> None:
    from claimx.errors import OutputError

    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise OutputError(
            "write/unwritable", what, where=path.name, fix="name a file in a folder that exists"
        ) from error


def _serve(page: str, port: int) -> None:
    """Serve the page to this machine only."""
    from wsgiref.simple_server import make_server

    from claimx.errors import OutputError

    def answer(_environ: object, start_response: object) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])  # type: ignore[operator]
        return [page.encode("utf-8", "replace")]

    try:
        server = make_server("127.0.0.1", port, answer)
    except OSError as error:
        what = f"port {port} is taken ({error.strerror})"
        raise OutputError("show/port", what, where="--port", fix="name another port") from error
    with server:
        click.echo(f"http://127.0.0.1:{port} (Ctrl-C ends it)", err=True)
        server.serve_forever()
