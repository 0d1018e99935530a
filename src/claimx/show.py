"""Documents in, a page with their claims highlighted by displaCy out, coloured by kind."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Final

from claimx.schema import CORE_KINDS, KINDS

if TYPE_CHECKING:
    from claimx.document import Document
    from claimx.model import Claim
    from claimx.pipeline import Extractor

_TURN: Final = 0.618034  # the golden angle: neighbours in the list of kinds get colours far apart
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "h1{font-size:1.4rem}h2{font-size:1.05rem;margin:2.5rem 0 .5rem}code{color:#555}"
    ".key span{display:inline-block;padding:.1rem .5rem;margin:.15rem;border-radius:.3rem;font-size:.85rem}"
)
_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>claimx</title>\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    '<style>{style}</style></head>\n<body><h1>Claims</h1>\n<p class="key">{key}</p>\n{papers}\n</body></html>\n'
)


def colours() -> dict[str, str]:
    """Return the colour of every kind of the contract, as #rrggbb.

    >>> colours()["speedup"]
    '#f08a8a'
    """
    ordered = dict.fromkeys((*CORE_KINDS, *KINDS))  # the kinds seen most are told apart best
    return {kind: _colour(place) for place, kind in enumerate(ordered)}


def _colour(place: int) -> str:
    light = (0.74, 0.82)[place % 2]
    rgb = colorsys.hls_to_rgb(place * _TURN % 1.0, light, 0.77)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def displacy_options(spans_key: str = "claims") -> dict[str, Any]:
    """Return the options for `displacy.render(doc, style="span", options=...)` in a notebook."""
    return {"spans_key": spans_key, "colors": colours()}


def show_page(documents: Iterable[Document], extractor: Extractor) -> str:
    """Return a page, complete in itself, with every document's title and abstract and their claims."""
    used: set[str] = set()
    papers = list(_papers(documents, extractor, used))
    shades = {**dict.fromkeys(sorted(used), "#dddddd"), **colours()}
    key = "".join(f'<span style="background:{shades[kind]}">{escape(kind)}</span>' for kind in shades if kind in used)
    return _PAGE.format(style=_STYLE, key=key or "no claims", papers="\n".join(papers))


def _papers(documents: Iterable[Document], extractor: Extractor, used: set[str]) -> Iterator[str]:
    from claimx.tokens.tokenizer import blank_english  # noqa: PLC0415 - spaCy takes two seconds to import

    nlp = blank_english()
    for document in documents:
        claims = extractor.extract_document(document)[1]
        used.update(claim.kind for claim in claims)
        parts = [f"<h2><code>{escape(document.doc_id)}</code></h2>"]
        for section, text in (("title", document.title), ("abstract", document.abstract)):
            if text:
                parts.append(_section(nlp, text, [claim for claim in claims if claim.section == section]))
        yield "\n".join(parts)


def _section(nlp: Any, text: str, claims: list[Claim]) -> str:
    """Return the markup of one text; displaCy escapes the tokens."""
    from spacy import displacy  # noqa: PLC0415

    doc = nlp.make_doc(text)
    spans = []
    for claim in claims:
        span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
        if span is not None:
            spans.append({"start_token": span.start, "end_token": span.end, "label": claim.kind})
    shown = {"text": text, "tokens": [token.text for token in doc], "spans": spans}
    return str(displacy.render(shown, style="span", manual=True, jupyter=False, options=displacy_options()))
