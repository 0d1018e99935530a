"""Summarise the tables: claims and papers as DataFrames in, plain numbers and short lists out."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import pandas as pd

from claimx.schema import CHANGE_KINDS, CORE_KINDS, KINDS

TOP: Final = 20
SIZES: Final = (0, 1e8, 1e9, 3e9, 1e10, 3e10, 1e11, 1e12, math.inf)
SIZE_NAMES: Final = (
    "< 100 M",
    "100 M - 1 B",
    "1 - 3 B",
    "3 - 10 B",
    "10 - 30 B",
    "30 - 100 B",
    "100 B - 1 T",
    ">= 1 T",
)


@dataclass(frozen=True, slots=True)
class Spread:
    """Count, median, smallest and largest of the amounts of one kind in one unit."""

    kind: str
    unit: str
    count: int
    papers: int
    median: float | None
    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim as a report shows it: the sentence is cut around the quote."""

    doc_id: str
    title: str
    kind: str
    value: float | None
    value_high: float | None
    unit: str
    qualifier: str
    factor: float | None
    metric: str | None
    baseline: str | None
    hardware: str | None
    before: str
    quote: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class DeviceUse:
    """How often a device is named, and the most of them in one claim."""

    device: str
    claims: int
    papers: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a report says; every list is in the order it is shown."""

    overview: dict[str, int]
    kinds: list[Spread]
    factors: list[Spread]
    factor_values: dict[str, list[float]]
    top_factors: list[Evidence]
    devices: list[DeviceUse]
    model_sizes: dict[str, int]
    largest_models: list[Evidence]
    gpu_hours: list[Evidence]
    memory_savings: list[Evidence]
    versions: dict[str, str]


def summarise(claims: pd.DataFrame, papers: pd.DataFrame | None) -> Summary:
    """Return the summary; claims about background and baselines count in the tables but lead no list."""
    titles: dict[str, str] = (
        {} if papers is None else dict(zip(map(str, papers["doc_id"]), map(str, papers["title"]), strict=True))
    )
    rows = claims.sort_values(["doc_id", "section", "start", "end", "claim_id"], kind="stable")
    own = rows[rows["attribution"] == "proposed"]
    sizes = own[own["kind"] == "model_size"]
    factors = own[own["factor"].notna()]
    return Summary(
        overview=_overview(rows, papers),
        kinds=_spreads(rows, "value"),
        factors=_spreads(factors.assign(unit="x"), "factor"),
        factor_values={
            kind: [float(factor) for factor in factors.loc[factors["kind"] == kind, "factor"].sort_values()]
            for kind in CHANGE_KINDS
            if (factors["kind"] == kind).any()
        },
        top_factors=_top(factors, "factor", titles),
        devices=_devices(rows),
        model_sizes=_size_classes(sizes),
        largest_models=_top(sizes.assign(top=sizes["value_high"].fillna(sizes["value"])), "top", titles),
        gpu_hours=_top(own[own["kind"] == "gpu_hours"], "value", titles),
        memory_savings=_top(factors[factors["kind"] == "memory_saving"], "factor", titles),
        versions={str(key): str(value) for key, value in claims.attrs.items() if str(key).startswith("claimx.")},
    )


def render_json(summary: Summary) -> str:
    """Return the summary as JSON, one line an item at most."""
    return json.dumps(asdict(summary), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _overview(claims: pd.DataFrame, papers: pd.DataFrame | None) -> dict[str, int]:
    with_claims = int(claims["doc_id"].nunique())
    attributions = claims["attribution"].value_counts()
    return {
        "papers": with_claims if papers is None else len(papers),
        "papers with claims": with_claims,
        "claims": len(claims),
        "claims of core kinds": int(claims["kind"].isin(CORE_KINDS).sum()),
        **{f"claims {name}": int(attributions.get(name, 0)) for name in ("proposed", "baseline", "background")},
        "kinds": int(claims["kind"].nunique()),
        "devices": int(claims["device"].nunique()),
    }


def _spreads(claims: pd.DataFrame, column: str) -> list[Spread]:
    # as text: grouping by a category would also give the groups that hold nothing
    text = claims.assign(kind=claims["kind"].astype("string"), unit=claims["unit"].astype("string"))
    found = []
    for (kind, unit), group in text.groupby(["kind", "unit"], sort=True):
        amounts = group[column].dropna()
        figures = [_number(amounts.median()), _number(amounts.min()), _number(amounts.max())]
        found.append(Spread(str(kind), str(unit), len(group), int(group["doc_id"].nunique()), *figures))
    return sorted(found, key=lambda spread: (_rank(spread.kind), -spread.count, spread.unit))


def _rank(kind: str) -> tuple[int, int, str]:
    """Put the core kinds first, then the others in the order of the contract, then added ones."""
    place = KINDS.index(kind) if kind in KINDS else len(KINDS)
    return (CORE_KINDS.index(kind) if kind in CORE_KINDS else len(CORE_KINDS), place, kind)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _top(claims: pd.DataFrame, column: str, titles: dict[str, str]) -> list[Evidence]:
    ranked = claims.sort_values(column, ascending=False, kind="stable").head(TOP)
    return [_evidence(row, titles) for row in ranked.to_dict("records")]


def _evidence(row: Mapping[Any, Any], titles: dict[str, str]) -> Evidence:
    cells: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    sentence, quote = cells["sentence"], cells["quote"]
    start = cells["start"] - cells["sentence_start"]
    return Evidence(
        doc_id=cells["doc_id"],
        title=titles.get(cells["doc_id"], ""),
        kind=cells["kind"],
        value=_number(cells["value"]),
        value_high=_number(cells["value_high"]),
        unit=cells["unit"],
        qualifier=cells["qualifier"],
        factor=_number(cells["factor"]),
        metric=cells["metric"],
        baseline=cells["baseline"],
        hardware=cells["hardware"],
        before=sentence[:start],
        quote=quote,
        after=sentence[start + len(quote) :],
        rule=cells["rule"],
    )


def _devices(claims: pd.DataFrame) -> list[DeviceUse]:
    named = claims[claims["device"].notna()]
    found = []
    for device, group in named.groupby(named["device"].astype("string"), sort=True):
        most = group["device_count"].max()
        papers = int(group["doc_id"].nunique())
        found.append(DeviceUse(str(device), len(group), papers, None if pd.isna(most) else int(most)))
    return sorted(found, key=lambda use: (-use.papers, -use.claims, use.device))


def _size_classes(sizes: pd.DataFrame) -> dict[str, int]:
    values = sizes["value"].dropna().astype(float)
    classes = pd.cut(values, list(SIZES), labels=list(SIZE_NAMES), right=False)
    counts = classes.value_counts(sort=False)
    return {name: int(counts[name]) for name in SIZE_NAMES}
