"""Findings out: one problem of one rule file, located, with what to do about it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Say what is wrong in a rule file and where; `line` and `column` count from 1, `code` is stable."""

    path: str
    line: int
    column: int
    code: str
    what: str
    fix: str

    def __str__(self) -> str:
        """Return `path:line:column: code: what: what to do`."""
        return f"{self.path}:{self.line}:{self.column}: {self.code}: {self.what}: {self.fix}"


def shown_path(origin: Path) -> str:
    """Return the path as a reader should see it: relative where it lies below the working folder."""
    try:
        return origin.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return os.fspath(origin)
