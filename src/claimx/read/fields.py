"""Column names in (as a file spells them), the columns of a Document out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

# In order of preference; compared without case, spaces, hyphens and underscores.
DOC_ID: Final = ("docid", "id", "paperid", "arxivid", "corpusid")
TITLE: Final = ("title", "papertitle")
ABSTRACT: Final = ("abstract", "summary", "abstracttext", "text")
URL: Final = ("url", "link", "paperurl", "href")
PUBLISHED: Final = ("published", "publishedat", "publisheddate", "publicationdate", "date")

CACHE_SIZE: Final = 1024


class Columns(NamedTuple):
    """Name the column of each part of a Document; None where a row has none."""

    doc_id: str | None
    title: str | None
    abstract: str | None
    url: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Fields:
    """Hold the user's column names (None: find one by its usual spellings)."""

    doc_id: str | None = None
    title: str | None = None
    abstract: str | None = None
    _cache: dict[tuple[str, ...], Columns] = field(default_factory=dict, repr=False, compare=False)

    def columns(self, names: tuple[str, ...]) -> Columns:
        """Return which of `names` hold what; remembers the answer, since rows of a file are alike."""
        found = self._cache.get(names)
        if found is None:
            if len(self._cache) >= CACHE_SIZE:
                self._cache.clear()
            found = self._cache[names] = self._find(names)
        return found

    def _find(self, names: Sequence[str]) -> Columns:
        plain: dict[str, str] = {}
        for name in names:
            plain.setdefault(plain_name(name), name)

        def column(option: str | None, spellings: tuple[str, ...]) -> str | None:
            if option is not None:
                return option if option in names or option.partition(".")[0] in names else None
            return next((plain[spelling] for spelling in spellings if spelling in plain), None)

        return Columns(
            column(self.doc_id, DOC_ID),
            column(self.title, TITLE),
            column(self.abstract, ABSTRACT),
            column(None, URL),
            column(None, PUBLISHED),
        )


def plain_name(name: str) -> str:
    """Return a column name without case and joints.

    >>> plain_name(" Published_At "), plain_name("publishedAt"), plain_name("arXiv-ID")
    ('publishedat', 'publishedat', 'arxivid')
    """
    return re.sub(r"[\s_-]+", "", name).casefold()


def field_value(values: Mapping[str, object], name: str | None) -> object:
    """Return the value of a column, following dots into nested objects; None where there is none.

    >>> field_value({"paper": {"summary": "We halve latency."}}, "paper.summary")
    'We halve latency.'
    """
    if name is None or name in values:
        return None if name is None else values[name]
    value: object = values
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
