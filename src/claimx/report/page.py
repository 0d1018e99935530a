"""The report as Markdown: a summary in, one text out."""

from __future__ import annotations

from collections.abc import Iterable

from claimx.markdown import Raw, escape, number, table
from claimx.report.summary import DeviceUse, Evidence, Spread, Summary
from claimx.schema import CORE_KINDS

CAPTIONS = {
    "kinds": "Claims by kind",
    "factors": "How many times better, by kind",
    "devices": "Papers by device",
    "model-sizes": "Models by number of parameters",
}


def render_markdown(summary: Summary, charts: Iterable[str] = ()) -> str:
    """Return the report; `charts` names the images that stand beside it."""
    drawn = set(charts)
    parts = ["# Numeric claims", _overview(summary)]
    parts += _section("Claims by kind", "kinds", drawn, _spread_table(summary.kinds))
    note = "The factor says how many times better than its baseline a result is: above 1 better, below 1 worse."
    parts += _section("Factors", "factors", drawn, note, _spread_table(summary.factors))
    parts += _section("Highest factors", None, drawn, _evidence_table(summary.top_factors))
    parts += _section("Memory savings", None, drawn, _evidence_table(summary.memory_savings))
    parts += _section("Hardware", "devices", drawn, _device_table(summary.devices))
    sizes = table(["parameters", "models"], summary.model_sizes.items())
    parts += _section("Model sizes", "model-sizes", drawn, sizes, _evidence_table(summary.largest_models))
    parts += _section("GPU hours", None, drawn, _evidence_table(summary.gpu_hours))
    if summary.versions:
        parts += _section("Made with", None, drawn, table(["what", "is"], summary.versions.items()))
    return "\n\n".join(parts) + "\n"


def amount(row: Evidence) -> str:
    """Return the amount of a claim with its bound and unit.

    >>> from dataclasses import replace
    >>> a = Evidence("d", "", "speedup", 2.0, 4.0, "x", "up_to", 4.0, None, None, None, "", "2-4x", "", "r")
    >>> amount(a), amount(replace(a, value_high=None, unit="gpu_hour", qualifier="exact"))
    ('up to 2 - 4 x', '2 gpu_hour')
    """
    bound = "" if row.qualifier == "exact" else row.qualifier.replace("_", " ") + " "
    ends = " - ".join(number(end) for end in (row.value, row.value_high) if end is not None)
    return f"{bound}{ends} {row.unit}"


def _section(title: str, chart: str | None, drawn: set[str], *texts: str) -> list[str]:
    image = [f"![{CAPTIONS[chart]}]({chart}.svg)"] if chart in drawn and chart else []
    return [f"## {title}", *image, *texts]


def _overview(summary: Summary) -> str:
    return table(["", "count"], summary.overview.items())


def _spread_table(spreads: list[Spread]) -> str:
    header = ["kind", "unit", "claims", "papers", "median", "min", "max"]
    rows = ([_kind(s.kind), s.unit, s.count, s.papers, s.median, s.min, s.max] for s in spreads)
    return table(header, rows)


def _kind(kind: str) -> Raw:
    return Raw(f"**{escape(kind)}**" if kind in CORE_KINDS else escape(kind))


def _evidence_table(rows: list[Evidence]) -> str:
    if not rows:
        return "None found."
    header = ["factor", "amount", "kind", "compared with", "evidence", "paper"]
    cells = ([r.factor, amount(r), r.kind, r.baseline, _marked(r), r.title or r.doc_id] for r in rows)
    columns = list(zip(*cells, strict=True))
    # a column that says nothing here (no factor for absolute claims) is left out
    kept = [i for i, column in enumerate(columns) if any(value is not None for value in column)]
    return table([header[i] for i in kept], zip(*(columns[i] for i in kept), strict=True))


def _marked(row: Evidence) -> Raw:
    before, after = (escape(text) for text in (row.before, row.after))
    quote = f"**{escape(row.quote)}**"
    left = " " if row.before[-1:].isspace() else ""
    right = " " if row.after[:1].isspace() else ""
    return Raw(f"{before}{left}{quote}{right}{after}".strip())


def _device_table(devices: list[DeviceUse]) -> str:
    rows = ([d.device, d.papers, d.claims, d.most] for d in devices)
    return table(["device", "papers", "claims", "most at once"], rows)
