"""Documents in: the paper as read from a file, and the rows that could not become one."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one paper: its title and abstract exactly as they stand in the input.

    `position` is the 0-based place in `source` (a file name, never a path).
    """

    doc_id: str
    title: str
    abstract: str
    url: str | None = None
    published: date | None = None
    source: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Reject:
    """Say why one input row became no document: file, 1-based line (or row), stable code, reason."""

    path: str
    line: int
    code: str
    reason: str


def document_id(title: str) -> str:
    """Return the first 12 hex digits of SHA-256 of the NFC title in UTF-8.

    >>> document_id("Large Language Model Adaptation for Networking")
    '0af3e8c68a96'
    """
    return hashlib.sha256(unicodedata.normalize("NFC", title).encode("utf-8")).hexdigest()[:12]
