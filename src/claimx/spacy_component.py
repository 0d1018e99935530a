"""`nlp.add_pipe("claimx")`: a spaCy Doc in, the same Doc with its claims as spans and typed values out.

The factory is found through the `spacy_factories` entry point, so no import of claimx is needed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any, Final, Self

import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from claimx.document import Document, document_id
from claimx.errors import InputError
from claimx.model import Claim
from claimx.packs import load_rules
from claimx.pipeline import Extractor, Sentences
from claimx.schema import EXTRACTORS, SECTIONS
from claimx.tokens.syntax import SyntaxReader

_ROWS: Final = "claimx_rows"  # key in user_data: plain rows survive the serialisation of a Doc
GROUPS: Final = ("claims", "claimx_quantities", "claimx_mentions")
_CLAIMS, _QUANTITIES, _MENTIONS = GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a user may set: folders of rule packs, kinds to keep, extractors, and the section a Doc's text is."""

    rules: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    extractors: tuple[str, ...] = EXTRACTORS
    section: str = "abstract"


class ClaimxComponent:
    """Find the claims of Docs; made by `make_claimx`.

    `doc.spans["claims"]` holds one span a claim (label: its kind), `doc._.claims` the typed claims,
    those of a title given in `user_data` or as context included; `span._.claim` the claim of a span.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._rules = load_rules(tuple(Path(folder) for folder in config.rules))
        self._extractor = Extractor(self._rules, extractors=config.extractors)
        self._syntax = SyntaxReader(self._rules)

    def __call__(self, doc: Doc) -> Doc:
        """Set the spans and rows of a Doc; entities and other span groups stay as they are."""
        sentences: Sentences = {}
        document = self._document(doc)
        found = self._extractor.extract_document(document, sentences=sentences)[1]
        if doc.has_annotation("DEP"):
            found = self._syntax.complete(doc, found, self.config.section)
        wanted = self.config.kinds
        claims = [claim for claim in found if not wanted or claim.kind in wanted]
        doc.user_data[_ROWS] = [list(astuple(claim)) for claim in claims]
        own = [claim for claim in claims if claim.section == self.config.section]
        doc.spans[_CLAIMS] = _group(doc, _CLAIMS, ((c.start, c.end, c.kind, c.claim_id) for c in own))
        for name, spans in zip(GROUPS[1:], _read_spans(sentences, self.config.section), strict=True):
            doc.spans[name] = _group(doc, name, spans)
        return doc

    def _document(self, doc: Doc) -> Document:
        """Return the document that a Doc stands for; id and title come from its context or user data."""
        context = getattr(doc, "_context", None)
        given: Mapping[str, Any] = doc.user_data
        if isinstance(context, Document):
            given = {"doc_id": context.doc_id, "title": context.title}
        elif isinstance(context, Mapping):
            given = {**{key: doc.user_data[key] for key in ("title", "doc_id") if key in doc.user_data}, **context}
        title = str(given.get("title") or "")
        doc_id = str(given.get("doc_id") or "") or document_id(title or doc.text)
        if self.config.section == "title":
            return Document(doc_id=doc_id, title=doc.text, abstract="")
        return Document(doc_id=doc_id, title=title, abstract=doc.text)

    # --- saved and loaded with the pipeline ---

    def to_bytes(self, *, exclude: Any = ()) -> bytes:
        """Return the settings and the digest of the rules; the packs themselves stay in their folders."""
        return bytes(srsly.msgpack_dumps(self._state()))

    def from_bytes(self, data: bytes, *, exclude: Any = ()) -> Self:
        """Take over the settings of `to_bytes`. Warns when the rules are others by now."""
        return self._restore(srsly.msgpack_loads(data), where="from_bytes")

    def to_disk(self, path: str | Path, *, exclude: Any = ()) -> None:
        """Write what `to_bytes` returns as JSON into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        srsly.write_json(folder / "claimx.json", self._state())

    def from_disk(self, path: str | Path, *, exclude: Any = ()) -> Self:
        """Take over the settings of `to_disk`."""
        return self._restore(srsly.read_json(Path(path) / "claimx.json"), where="from_disk")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the settings: what is compiled is made anew."""
        return ClaimxComponent, (self.config,)

    def _state(self) -> dict[str, Any]:
        return {"config": asdict(self.config), "rules_sha256": self._rules.sha256}

    def _restore(self, state: dict[str, Any], *, where: str) -> Self:
        config = check_config(**state["config"])
        if config != self.config:
            ClaimxComponent.__init__(self, config)
        if state["rules_sha256"] != self._rules.sha256:
            warnings.warn(f"{where}: the claimx rules have changed since this pipeline was saved", stacklevel=3)
        return self


@Language.factory(
    "claimx", default_config={"rules": [], "kinds": [], "extractors": list(EXTRACTORS), "section": "abstract"}
)
def make_claimx(
    nlp: Language, name: str, *, rules: object, kinds: object, extractors: object, section: object
) -> ClaimxComponent:
    """Make the component of a pipeline. Raises `ClaimxError` that names the key with a value it cannot have."""
    return ClaimxComponent(check_config(rules=rules, kinds=kinds, extractors=extractors, section=section))


def check_config(*, rules: object, kinds: object, extractors: object, section: object) -> Config:
    """Return the settings, checked against what there is."""
    folders = _names("rules", rules, "folders of rule packs")
    for folder in folders:
        if not Path(folder).is_dir():
            raise InputError(
                "spacy/config", f"no such folder: {folder}", where="rules", fix="name a folder of rule packs"
            )
    known = load_rules(tuple(Path(folder) for folder in folders)).kinds
    chosen = _names("extractors", extractors, ", ".join(EXTRACTORS), EXTRACTORS)
    if not chosen:
        raise InputError("spacy/config", "nothing given", where="extractors", fix=f"use {', '.join(EXTRACTORS)}")
    if not isinstance(section, str) or section not in SECTIONS:
        raise InputError(
            "spacy/config", f"{section!r} is no section", where="section", fix=f"use {', '.join(SECTIONS)}"
        )
    return Config(
        rules=folders, kinds=_names("kinds", kinds, ", ".join(known), known), extractors=chosen, section=section
    )


def _names(key: str, value: object, allowed: str, known: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Return a list of names as a tuple; `known` holds the names there are."""
    if not isinstance(value, list | tuple) or not all(isinstance(name, str | Path) for name in value):
        raise InputError("spacy/config", f"{value!r} is no list of names", where=key, fix=f"give a list of {allowed}")
    names = tuple(str(name) for name in value)
    unknown = [name for name in names if known is not None and name not in known]
    if unknown:
        raise InputError("spacy/config", f"no {', '.join(unknown)}", where=key, fix=f"use {allowed}")
    return names


def _group(doc: Doc, name: str, spans: Iterator[tuple[int, int, str, str]]) -> SpanGroup:
    """Return a span group; a span covers every token that its characters touch."""
    found = [
        doc.char_span(start, end, label=label, span_id=key, alignment_mode="expand") for start, end, label, key in spans
    ]
    return SpanGroup(doc, name=name, spans=[span for span in found if span is not None])


def _read_spans(sentences: Sentences, section: str) -> tuple[Iterator[tuple[int, int, str, str]], ...]:
    """Return the quantities (label: dimension) and the mentions (label: kind) of a section."""
    text, read = sentences[section]
    items = [item for sentence in read for item in sentence.items]
    quantities = ((*text.to_source(q.start, q.end), q.dimension, "") for item in items for q in item.amounts)
    mentions = ((*text.to_source(m.start, m.end), m.kind, m.name or "") for item in items if (m := item.mention))
    return quantities, mentions


def claims_of(doc: Doc) -> list[Claim]:
    """Return the typed claims of a Doc, in text order; empty where the component has not run."""
    return [Claim(**dict(zip(_FIELDS, row, strict=True))) for row in doc.user_data.get(_ROWS, ())]


def claim_of(span: Span) -> Claim | None:
    """Return the claim that a span of `doc.spans["claims"]` stands for, None for another span."""
    return next((claim for claim in claims_of(span.doc) if span.id_ and claim.claim_id == span.id_), None)


_FIELDS: Final = tuple(Claim.__dataclass_fields__)

if not Doc.has_extension("claims"):
    Doc.set_extension("claims", getter=claims_of)
if not Span.has_extension("claim"):
    Span.set_extension("claim", getter=claim_of)
