"""Run an extraction as a command does: inputs and options in, table files and a tally out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from claimx.cli.options import check_kinds
from claimx.errors import OutputError
from claimx.packs import load_rules
from claimx.read import read_documents
from claimx.run import Setup, extract_documents
from claimx.schema import CLAIM_COLUMNS, PAPER_COLUMNS
from claimx.table import arrow_schema, claims_table, papers_table
from claimx.write import TableFile

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

    from claimx.document import Document, Reject

BATCH: Final = 1024  # documents between two writes
REPEAT: Final = "read/duplicate"
SHOWN: Final = 5  # rejects named on the terminal when no file takes them


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to read, how, and where to."""

    inputs: tuple[str, ...]
    claims: Path
    papers: Path | None = None
    rejects: Path | None = None
    setup: Setup = field(default_factory=Setup)
    workers: int = 1
    quiet: bool = False
    fields: dict[str, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """How much was read and found; `kept` holds the rows that gave no paper: rejects and repeats of a paper."""

    papers: int = 0
    claims: int = 0
    kept: list[Reject] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """Number of bad rows; a paper that came before is none."""
        return sum(reject.code != REPEAT for reject in self.kept)

    def __str__(self) -> str:
        repeats = len(self.kept) - self.rejected
        counts = [(self.papers, "paper"), (self.claims, "claim"), (self.rejected, "reject")]
        if repeats:
            counts.append((repeats, "repeat"))
        return ", ".join(f"{n:,} {name}{'s' * (n != 1)}" for n, name in counts)


def run_extraction(plan: Plan) -> Tally:
    """Extract and write; every file of the plan appears, or none does. Raises `ClaimxError`."""
    _check_outputs(plan)
    rules = load_rules(plan.setup.rule_dirs)
    check_kinds(plan.setup.kinds, rules.kinds)
    tally = Tally()
    with ExitStack() as files:
        claims = files.enter_context(TableFile(plan.claims, arrow_schema(CLAIM_COLUMNS, rules_sha256=rules.sha256)))
        papers = None
        if plan.papers:
            schema = arrow_schema(PAPER_COLUMNS, rules_sha256=rules.sha256)
            papers = files.enter_context(TableFile(plan.papers, schema))
        rejects = files.enter_context(TableFile(plan.rejects, _reject_schema())) if plan.rejects else None
        results = extract_documents(_documents(plan, tally), plan.setup, workers=plan.workers)
        for batch in _batches(results, BATCH):
            found = claims_table((claim for _, part in batch for claim in part), rules_sha256=rules.sha256)
            claims.add(found)
            if papers:
                papers.add(papers_table((paper for paper, _ in batch), rules_sha256=rules.sha256))
            tally.papers += len(batch)
            tally.claims += found.num_rows
        if rejects:
            rejects.add(_rejects_table(tally.kept))
    return tally


def log_to(*, quiet: bool) -> Callable[[str], None]:
    """Return a function that writes a line to stderr, or that does not."""
    return (lambda line: None) if quiet else (lambda line: click.echo(line, err=True))


def log_tally(plan: Plan, tally: Tally) -> None:
    """Write the summary line, and the first rejects where no file holds them."""
    log = log_to(quiet=plan.quiet)
    if not plan.rejects:
        bad = [reject for reject in tally.kept if reject.code != REPEAT]
        for reject in bad[:SHOWN]:
            log(f"{reject.path}:{reject.line}: {reject.code}: {reject.reason}")
        if len(bad) > SHOWN:
            log(f"... and {len(bad) - SHOWN} more: --rejects FILE lists them all")
    log(f"{tally} -> {', '.join(str(path) for path in (plan.claims, plan.papers, plan.rejects) if path)}")


def _check_outputs(plan: Plan) -> None:
    outputs = [path.resolve() for path in (plan.claims, plan.papers, plan.rejects) if path]
    inputs = {Path(name).resolve() for name in plan.inputs}
    for number, path in enumerate(outputs):
        if path in inputs or path in outputs[:number]:
            what = "is an input" if path in inputs else "is given twice"
            raise OutputError("write/same-file", f"the output {what}", where=path.name, fix="name another file")


def _documents(plan: Plan, tally: Tally) -> Iterator[Document]:
    from tqdm import tqdm

    log = log_to(quiet=plan.quiet)
    documents = read_documents(
        plan.inputs,
        on_reject=tally.kept.append,
        on_format=lambda path, name: log(f"{path}: {name}"),
        **{f"{name}_field": plan.fields.get(name) for name in ("id", "title", "abstract")},
    )
    # None: only when stderr is a terminal
    return iter(tqdm(documents, unit=" papers", file=sys.stderr, disable=True if plan.quiet else None))


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _reject_schema() -> pa.Schema:
    import pyarrow as pa

    types = {"path": pa.string(), "line": pa.int64(), "code": pa.string(), "reason": pa.string()}
    return pa.schema([pa.field(name, kind, nullable=False) for name, kind in types.items()])


def _rejects_table(rejects: list[Reject]) -> pa.Table:
    import pyarrow as pa

    schema = _reject_schema()
    return pa.table([[getattr(r, name) for r in rejects] for name in schema.names], schema=schema)
