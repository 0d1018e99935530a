"""The Python way in: texts, documents or a DataFrame in, a DataFrame of claims out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from claimx.document import Document, document_id
from claimx.errors import InputError
from claimx.packs import load_rules
from claimx.pipeline import Extractor
from claimx.read import read_texts
from claimx.run import keep_kinds
from claimx.schema import EXTRACTORS
from claimx.table import claims_table, to_frame

if TYPE_CHECKING:
    from claimx.packs import Rules

Texts = str | Document | Iterable[str | Document] | pd.DataFrame


def extract(
    texts: Texts,
    *,
    rules: Rules | str | Path | Sequence[str | Path] = (),
    kinds: Iterable[str] = (),
    extractors: Sequence[str] = EXTRACTORS,
    id_field: str = "doc_id",
    title_field: str = "title",
    abstract_field: str = "abstract",
) -> pd.DataFrame:
    """Extract the claims of texts as a DataFrame with the columns and dtypes of `read_claims`.

    `texts` is one text, or texts and Documents in any mix, or a DataFrame with the columns named by
    the `*_field` options (the id may be missing: it is then derived from the title, or from the
    abstract where there is none). `rules` names folders of rule packs that are added to the shipped
    ones, or is what `load_rules` returned; `kinds` empty means every kind. Raises `InputError` for
    anything else.
    """
    loaded = _rules(rules)
    wanted = frozenset([kinds] if isinstance(kinds, str) else kinds)
    if unknown := sorted(wanted - set(loaded.kinds)):
        raise InputError("extract/unknown-kind", f"no kind {', '.join(unknown)}", fix=f"use {', '.join(loaded.kinds)}")
    extractor = Extractor(loaded, extractors=tuple(extractors))
    documents = _documents(texts, id_field, title_field, abstract_field)
    results = (keep_kinds(extractor.extract_document(document), wanted) for document in documents)
    claims = (claim for _, found in results for claim in found)
    return to_frame(claims_table(claims, rules_sha256=loaded.sha256))


def _rules(rules: Rules | str | Path | Sequence[str | Path]) -> Rules:
    if isinstance(rules, str | Path):
        return load_rules((Path(rules),))
    if isinstance(rules, Sequence):
        return load_rules(tuple(Path(folder) for folder in rules))
    return rules


def _documents(texts: Texts, *fields: str) -> Iterator[Document]:
    if isinstance(texts, pd.DataFrame):
        yield from _frame_documents(texts, *fields)
        return
    for position, text in enumerate([texts] if isinstance(texts, str | Document) else texts):
        yield text if isinstance(text, Document) else replace(next(read_texts([text])), position=position)


def _frame_documents(frame: pd.DataFrame, id_field: str, title_field: str, abstract_field: str) -> Iterator[Document]:
    if abstract_field not in frame.columns:
        what = f"the DataFrame has no column {abstract_field!r}"
        raise InputError("extract/missing-column", what, fix="name the column of the abstracts with abstract_field")
    named = (id_field, title_field, abstract_field, "url", "published")
    rows = zip(*(frame[name] if name in frame.columns else [None] * len(frame) for name in named), strict=True)
    for position, (doc_id, title, abstract, url, published) in enumerate(rows):
        title_text, abstract_text = _text(title), _text(abstract)
        yield Document(
            doc_id=_text(doc_id) or document_id(title_text or abstract_text),
            title=title_text,
            abstract=abstract_text,
            url=_text(url) or None,
            published=_day(published),
            position=position,
        )


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)  # noqa: PLR0124 - NaN


def _day(value: Any) -> date | None:
    if value is None or value is pd.NaT or not isinstance(value, date):
        return None
    return value.date() if isinstance(value, datetime) else value
