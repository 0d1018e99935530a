"""Extract on this machine: a stream of documents in, a stream of results in the same order out.

One process, or a pool of them that is fed no faster than it is read, so that memory does not grow
with the input. What comes out does not depend on the number of workers.
"""

from __future__ import annotations

import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from claimx.document import Document
from claimx.errors import ClaimxError
from claimx.model import Claim, Paper
from claimx.packs import load_rules
from claimx.pipeline import Extractor
from claimx.schema import EXTRACTORS

Result = tuple[Paper, list[Claim]]
Extract = Callable[[Document], Result]

CHUNK: Final = 256  # documents a task: enough to hide the pickling, few enough to redo
_AHEAD: Final = 3  # tasks a worker that wait or are done but not yet read
_TRIES: Final = 3
_COUNTED: Final = {
    "speedups": "speedup",
    "memory_savings": "memory_saving",
    "gpu_hours": "gpu_hours",
    "hardware": "hardware",
    "model_sizes": "model_size",
}


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to extract as the caller would; `kinds` empty means every kind."""

    rule_dirs: tuple[Path, ...] = ()
    extractors: tuple[str, ...] = EXTRACTORS
    kinds: frozenset[str] = frozenset()

    def extractor(self) -> Extract:
        """Load the rules and return the function from a document to its result."""
        extract = Extractor(load_rules(self.rule_dirs), extractors=self.extractors).extract_document
        return lambda document: keep_kinds(extract(document), self.kinds)


def extract_documents(documents: Iterable[Document], setup: Setup, *, workers: int = 1) -> Iterator[Result]:
    """Yield the paper and the claims of every document, in the order of the documents.

    Raises `ClaimxError` `run/worker-died` when a task kills its worker again and again.
    """
    if workers <= 1:
        yield from map(setup.extractor(), documents)
        return
    chunks = iter(documents)
    with _Pool(setup, workers) as pool:
        while chunk := list(islice(chunks, CHUNK)):
            pool.add(chunk)
            while pool.is_full():
                yield from pool.take()
        while pool.tasks:
            yield from pool.take()


def keep_kinds(result: Result, kinds: frozenset[str]) -> Result:
    """Return the result with claims of `kinds` only, and the paper's counts over them."""
    if not kinds:
        return result
    paper, claims = result
    kept = [claim for claim in claims if claim.kind in kinds]
    found = Counter(claim.kind for claim in kept)
    counts: dict[str, Any] = {column: found[kind] for column, kind in _COUNTED.items()}
    return replace(paper, claims=len(kept), **counts), kept


class _Pool:
    """Worker processes and the tasks under way, oldest first; a dead worker's tasks are done again."""

    def __init__(self, setup: Setup, workers: int) -> None:
        self._setup = setup
        self._workers = workers
        self._executor = self._start()
        self._failures = 0
        self.tasks: deque[tuple[list[Document], Future[list[Result]]]] = deque()

    def add(self, chunk: list[Document]) -> None:
        try:
            self.tasks.append((chunk, self._executor.submit(_extract_chunk, chunk)))
        except BrokenProcessPool:
            self._restart(chunk)

    def is_full(self) -> bool:
        return len(self.tasks) >= _AHEAD * self._workers

    def take(self) -> list[Result]:
        """Return the oldest task's results; start anew, and return nothing, when a worker has died."""
        try:
            results = self.tasks[0][1].result()
        except BrokenProcessPool:
            self._restart()
            return []
        self._failures = 0
        self.tasks.popleft()
        return results

    def _start(self) -> ProcessPoolExecutor:
        # spawn: fork copies the threads' locks of pyarrow and of the progress bar in any state
        context = get_context("spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_prepare, initargs=(self._setup,))

    def _restart(self, *extra: list[Document]) -> None:
        self._failures += 1
        chunks = [chunk for chunk, _ in self.tasks] + list(extra)
        if self._failures >= _TRIES:
            where = f"documents {chunks[0][0].doc_id} to {chunks[0][-1].doc_id}"
            fix = "run with --workers 1 to see why; it may be short of memory"
            raise ClaimxError("run/worker-died", "a worker process died", where=where, fix=fix)
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._start()
        self.tasks = deque((chunk, self._executor.submit(_extract_chunk, chunk)) for chunk in chunks)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(wait=kind is None, cancel_futures=True)


# A worker's own extractor: a process has one, made by `_prepare` before its first task.
_worker: dict[str, Extract] = {}


def _prepare(setup: Setup) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    try:
        _worker["extract"] = setup.extractor()
    except Exception as error:  # raised here, it would reach the parent as a dead worker only
        _worker["extract"] = _raiser(error)


def _raiser(error: Exception) -> Extract:
    def extract(_: Document) -> Result:
        raise error

    return extract


def _extract_chunk(chunk: list[Document]) -> list[Result]:
    return list(map(_worker["extract"], chunk))
