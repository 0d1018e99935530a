"""Values out: `Claim`, one row of the claims table, and `Paper`, one row of the papers table."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Hold one numeric claim; the fields are the columns of the claims table, in its order.

    `value`/`value_high` are in the canonical `unit`, `stated_*` in the unit as written.
    `start`/`end` are half-open code-point offsets of `quote` in the section's original text.
    """

    claim_id: str
    doc_id: str
    section: str
    kind: str
    form: str
    value: float | None
    value_high: float | None = None
    unit: str
    stated_value: float | None
    stated_value_high: float | None = None
    stated_unit: str
    factor: float | None = None
    qualifier: str = "exact"
    statistic: str | None = None
    direction: str | None = None
    metric: str | None = None
    baseline: str | None = None
    hardware: str | None = None
    device: str | None = None
    device_count: int | None = None
    device_memory_gb: float | None = None
    model: str | None = None
    experts: int | None = None
    dataset: str | None = None
    attribution: str = "proposed"
    quote: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    extractor: str = "rules"
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Hold one input document's row: identity, provenance and how many claims it gave."""

    doc_id: str
    title: str
    system: str | None
    url: str | None
    published: date | None
    source: str
    position: int
    text_sha256: str
    claims: int
    speedups: int
    memory_savings: int
    gpu_hours: int
    hardware: int
    model_sizes: int


def claim_id(*parts: str | int | float | None) -> str:
    """Return 16 hex digits (64-bit BLAKE2b) naming a claim by its identifying fields.

    The parts are doc_id, section, start, end, kind, form, value, value_high, unit, metric, in that
    order; `None` and the empty string differ.
    """
    text = "\x1f".join(["\x00" if p is None else p if isinstance(p, str) else repr(p) for p in parts])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
