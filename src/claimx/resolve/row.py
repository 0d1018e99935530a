"""One draft in, one `Claim` out: quote, canonical amounts, factor and identity."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.document import Document
from claimx.model import Claim, claim_id
from claimx.normalise import NormalText
from claimx.quantity.units import UnitTable
from claimx.resolve.confidence import Confidence
from claimx.schema import CHANGE_KINDS
from claimx.span import Span

_NO_FACTOR: Final = frozenset(("quality_change",))
_DEFAULT_UNITS: Final = {
    "time": "s", "bytes": "GB", "energy": "J", "power": "W", "flops": "GFLOPs", "macs": "GMACs", "op_rate": "TOPS",
    "usd": "USD",
}  # fmt: skip


class RowBuilder:
    """Build rows with the unit table and the canonical units of the kinds."""

    def __init__(self, units: UnitTable, kind_units: dict[str, str | None], confidence: Confidence) -> None:
        self._confidence = confidence
        self._units = units
        self._kind_units = kind_units

    def build(self, document: Document, section: str, text: NormalText, sentence: Span, draft: Draft) -> Claim:
        """Return the claim of a draft; every span is given in the original text."""
        quote = text.to_source(draft.start, draft.end)
        self._restate(draft)
        value, high, unit = self._canonical(draft)
        metric = draft.metric_text or self._phrase(text, draft.metric) or None
        source = text.source
        hardware = self._phrase(text, draft.hardware)
        if draft.kind == "hardware":
            hardware = source[quote.start : quote.end]
        return Claim(
            claim_id=claim_id(
                document.doc_id, section, quote.start, quote.end, draft.kind, draft.form, value, high, unit, metric
            ),
            doc_id=document.doc_id,
            section=section,
            kind=draft.kind,
            form=draft.form,
            value=value,
            value_high=high,
            unit=unit,
            stated_value=draft.value,
            stated_value_high=draft.value_high,
            stated_unit=draft.unit,
            factor=factor_of(draft),
            qualifier=draft.qualifier,
            statistic=draft.statistic,
            direction=draft.direction,
            metric=metric,
            baseline=self._phrase(text, draft.baseline),
            hardware=hardware,
            device=draft.device if hardware else None,
            device_count=_count(draft),
            device_memory_gb=draft.device_memory_gb if hardware else None,
            model=self._phrase(text, draft.model),
            experts=draft.experts,
            dataset=self._phrase(text, draft.dataset),
            attribution=draft.attribution or "proposed",
            quote=source[quote.start : quote.end],
            start=quote.start,
            end=quote.end,
            sentence=source[sentence.start : sentence.end],
            sentence_start=sentence.start,
            extractor=draft.extractor,
            rule=draft.rule,
            confidence=draft.confidence or self._confidence.of(draft.rule),
        )

    def _restate(self, draft: Draft) -> None:
        """Put a unit the table does not know into the one it is stated in: a GPU-week is seven GPU-days.

        A rate that is written as an amount of operations is one of operations a second, and the other way
        round.
        """
        if draft.kind == "flops_rate":
            draft.unit = draft.unit.replace("FLOPs", "FLOP/s")
        elif draft.kind == "compute":
            draft.unit = draft.unit.replace("FLOP/s", "FLOPs")
        unit = self._units.stated.get(draft.unit)
        if unit is not None and draft.value is not None:
            high = draft.value_high
            draft.value = self._units.convert(draft.value, draft.unit, unit)
            draft.value_high = None if high is None else self._units.convert(high, draft.unit, unit)
            draft.unit = unit

    @staticmethod
    def _phrase(text: NormalText, span: tuple[int, int] | None) -> str | None:
        if span is None:
            return None
        start, end = text.to_source(*span)
        return text.source[start:end].strip(" \t\n-~") or None

    def _canonical(self, draft: Draft) -> tuple[float | None, float | None, str]:
        """Return the amounts in the canonical unit of the kind; rates and points keep their own."""
        if draft.value is None or draft.form in ("ratio", "percent_change", "percent_of"):
            return draft.value, draft.value_high, draft.unit
        target = self._kind_units.get(draft.kind) or self._default(draft)
        if draft.unit == "points":
            return draft.value, draft.value_high, "pp"
        named = target
        if draft.kind == "dataset_size" and self._units.factors.get(draft.unit, ("", 1.0))[0] == "time":
            target, named = "h", "hours"
        value = self._units.convert(draft.value, draft.unit, target)
        if value is None:
            target = named = self._default(draft)
            value = self._units.convert(draft.value, draft.unit, target)
        if value is None:
            return draft.value, draft.value_high, draft.unit
        high = self._units.convert(draft.value_high, draft.unit, target) if draft.value_high is not None else None
        return value, high, named

    def _default(self, draft: Draft) -> str:
        dimension = self._units.factors.get(draft.unit, ("", 1.0))[0]
        return _DEFAULT_UNITS.get(dimension, draft.unit)


def _count(draft: Draft) -> int | None:
    if draft.kind == "hardware" and draft.value is not None and draft.value < 2**31:
        return int(draft.value)
    return None


def factor_of(draft: Draft) -> float | None:
    """Return how many times better than the baseline a change is (> 1 better, < 1 worse), else None.

    A ratio r is r, or 1/r where it makes things worse. A percentage p of something of which less is
    better is 1/(1-p) for a decrease ("36% lower latency": 1.5625) and 1/(1+p) for an increase; of
    which more is better 1+p and 1-p ("64% faster": 1.64). A share s that is left is 1/s where less is
    better ("68% of the time": 1.47), else s. Quality, absolute amounts and differences have none.
    """
    if draft.kind in _NO_FACTOR or draft.value is None or draft.value <= 0:
        return None
    share = draft.value / 100.0
    better = _improves(draft)
    falls = draft.direction == "decrease"
    if draft.form == "percent_of":
        lower = draft.lower_better or draft.kind.endswith("_saving") or draft.kind == "size_reduction"
        return None if draft.kind == "other_change" and draft.better is None else 1.0 / share if lower else share
    if better is None or draft.form not in ("ratio", "percent_change"):
        return None
    if draft.form == "ratio":
        return draft.value if better else 1.0 / draft.value
    return _percent_factor(share, better=better, lower_better=draft.lower_better or falls == better)


def _improves(draft: Draft) -> bool | None:
    """Tell whether a change is for the better; most kinds say so themselves."""
    if draft.kind in ("overhead", "other_change") or draft.kind not in CHANGE_KINDS:
        return False if draft.kind == "overhead" else draft.better
    return True


def _percent_factor(share: float, *, better: bool, lower_better: bool) -> float | None:
    """Return the factor of a change by a share; None where nothing or less would be left.

    >>> _percent_factor(0.36, better=True, lower_better=True), _percent_factor(0.64, better=True, lower_better=False)
    (1.5625, 1.6400000000000001)
    """
    falls = better == lower_better
    if falls and share >= 1:
        return None
    left = 1.0 - share if falls else 1.0 + share
    return 1.0 / left if lower_better else left
