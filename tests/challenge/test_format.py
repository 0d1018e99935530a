"""The challenge set is well formed: closed lists, offsets, verbatim phrases, counts."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from claimx.schema import ABSOLUTE_KINDS, ATTRIBUTIONS, CHANGE_KINDS, DIRECTIONS, FORMS, KINDS, QUALIFIERS, STATISTICS

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "challenge"
FILES = sorted(FOLDER.glob("*.jsonl"))

MIN_SENTENCES = 420
MIN_NEGATIVES = 130
MIN_FRAMES = 8

ROW_KEYS = {"id", "construction", "title", "text", "claims"}
REQUIRED = {"quote", "start", "end", "kind", "form", "value", "unit"}
OPTIONAL = {
    "value_high", "qualifier", "statistic", "direction", "metric", "baseline", "hardware", "model", "dataset",
    "attribution", "device", "device_memory_gb", "count",
}  # fmt: skip
PHRASES = ("metric", "baseline", "hardware", "model", "dataset")
CLOSED = {
    "kind": KINDS,
    "form": FORMS,
    "qualifier": set(QUALIFIERS) - {"exact"},
    "statistic": STATISTICS,
    "direction": DIRECTIONS,
    "attribution": set(ATTRIBUTIONS) - {"proposed"},
}
BYTES = {"B", "KB", "MB", "GB", "TB", "PB"}
TIME = {"us", "ms", "s", "min", "h", "day", "week", "month", "year"}
UNITS = {
    "throughput": {
        "tokens/s", "samples/s", "images/s", "frames/s", "requests/s", "queries/s", "steps/s", "items/s",
    },
    "flops_rate": {"GFLOP/s", "TFLOP/s", "PFLOP/s", "EFLOP/s", "TOPS"},
    "latency": {"us", "ms", "s", "min"},
    "duration": TIME - {"us", "ms"},
    "gpu_hours": {"gpu_hour", "gpu_day", "gpu_month", "gpu_year"},
    "memory": BYTES,
    "energy": {"J", "mJ", "uJ", "kJ", "kWh", "W", "mW", "kW"},
    "cost": {"USD"},
    "utilization": {"%", "score"},
    "compute": {"MFLOPs", "GFLOPs", "TFLOPs", "PFLOPs", "EFLOPs", "FLOPs", "MACs", "GMACs"},
    "quality": {"%", "score"},
    "model_size": {"parameters"},
    "dataset_size": {"tokens", "items", "hours", "GB", "TB"},
    "context_length": {"tokens", "items"},
    "batch_size": {"items", "tokens"},
    "precision": {"bits"},
    "hardware": {"devices"},
}  # fmt: skip
FORM_UNITS = {
    "ratio": {"x"},
    "percent_change": {"%"},
    "percent_of": {"%"},
    "delta": {"pp", "points", "parameters", "USD", "GFLOPs", "GMACs", "gpu_hour", "W", "J"} | BYTES | TIME,
}


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ROWS = [row for path in FILES for row in read_rows(path)]


def check_amount(claim: dict[str, Any]) -> list[str]:
    kind, form, value, high = claim["kind"], claim["form"], claim["value"], claim.get("value_high")
    found = []
    if (form == "absolute") != (kind in ABSOLUTE_KINDS):
        found.append(f"form {form} with kind {kind}")
    units = UNITS.get(kind, set()) if form == "absolute" else FORM_UNITS.get(form, set())
    if claim["unit"] not in units:
        found.append(f"unit {claim['unit']} with {kind}/{form}")
    if value is None and kind != "hardware":
        found.append("no value")
    if value is not None and value <= 0 and kind != "quality":  # "a correlation of -0.91"
        found.append(f"value {value} not positive")
    if high is not None and not high > value:
        found.append(f"range {value} to {high}")
    if kind in CHANGE_KINDS and ("direction" in claim) == (form == "percent_of"):
        found.append("direction goes with every change but percent_of")
    if kind in ABSOLUTE_KINDS and "direction" in claim:
        found.append("direction on an absolute claim")
    return found


def check_links(claim: dict[str, Any], text: str) -> list[str]:
    kind = claim["kind"]
    found = [f"{name} null" for name, value in claim.items() if value is None and name != "value"]
    for name in PHRASES:
        derived = name == "metric" and kind in ("model_size", "precision")
        if name in claim and not derived and claim[name] not in text:
            found.append(f"{name} {claim[name]!r} not in the text")
    if kind not in ("hardware", "model_size", "precision") and "metric" not in claim:
        found.append("no metric")
    if (kind == "hardware") != ("device" in claim):
        found.append("device goes with hardware only, and always")
    if "device_memory_gb" in claim and kind != "hardware":
        found.append("device_memory_gb without hardware")
    if "count" in claim and kind != "model_size":
        found.append("count is the number of experts of a model_size")
    return found


def check_claim(claim: dict[str, Any], text: str) -> list[str]:
    keys = set(claim)
    if not keys >= REQUIRED or keys - REQUIRED - OPTIONAL:
        return [f"keys {sorted(keys ^ REQUIRED)}"]
    found = [
        f"{k} {claim[k]!r} not in its list" for k, allowed in CLOSED.items() if k in claim and claim[k] not in allowed
    ]
    if text[claim["start"] : claim["end"]] != claim["quote"] or not claim["quote"]:
        found.append(f"offsets of {claim['quote']!r}")
    if claim["quote"] != claim["quote"].strip():
        found.append(f"quote {claim['quote']!r} has outer space")
    return found or check_amount(claim) + check_links(claim, text)


def check_row(row: dict[str, Any]) -> list[str]:
    if set(row) != ROW_KEYS:
        return [f"keys {sorted(set(row) ^ ROW_KEYS)}"]
    found = [problem for claim in row["claims"] for problem in check_claim(claim, row["text"])]
    if not re.fullmatch(re.escape(row["construction"]) + r"-\d{3}", row["id"]):
        found.append("id is the construction and three digits")
    if row["text"] != row["text"].strip() or not row["text"].endswith((".", "?", "!")):
        found.append("text is whole sentences without outer space")
    spans = Counter((c["start"], c["kind"], c["form"], c["value"], c.get("metric")) for c in row["claims"])
    return found + [f"claimed twice: {key}" for key, times in spans.items() if times > 1]


def frame(text: str) -> str:
    """Return the sentence with its figures taken out: two rows of one frame differ in figures only."""
    return re.sub(r"[\d.,]+", "0", text.lower())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_well_formed(path: Path) -> None:
    assert {row["id"]: found for row in read_rows(path) if (found := check_row(row))} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_claims_only_outside_the_negatives_files(path: Path) -> None:
    negative = path.stem.startswith("negatives-")
    assert [row["id"] for row in read_rows(path) if negative == bool(row["claims"])] == []


def test_negatives_hold_something_numeric() -> None:
    number = re.compile(
        r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|first|second|third|single|half|twice|twofold"
        r"|double|dual|triples?|dozens|handful|fraction|days|magnitude|zeroth|several\w*|many|few)\b"
        r"|(hundred|thousand|million|billion|trillion)|\([ivx]+\)",
        re.IGNORECASE,
    )
    assert [row["id"] for row in ROWS if not row["claims"] and not number.search(row["text"])] == []


def test_counts() -> None:
    assert len(ROWS) >= MIN_SENTENCES
    assert sum(not row["claims"] for row in ROWS) >= MIN_NEGATIVES
    frames: dict[str, set[str]] = {}
    for row in ROWS:
        frames.setdefault(row["construction"], set()).add(frame(row["text"]))
    assert {name: len(kept) for name, kept in frames.items() if len(kept) < MIN_FRAMES} == {}


def test_ids_and_texts_are_unique() -> None:
    for key in ("id", "text"):
        assert [value for value, times in Counter(row[key] for row in ROWS).items() if times > 1] == []


def test_the_set_is_broad() -> None:
    claims = [claim for row in ROWS for claim in row["claims"]]
    kinds = Counter(claim["kind"] for claim in claims)
    assert {kind for kind in KINDS if kinds[kind] < MIN_FRAMES} == set()
    for name in ("form", "qualifier", "statistic", "direction", "attribution"):
        assert set(CLOSED[name]) <= {claim.get(name) for claim in claims}
    assert sum("value_high" in claim for claim in claims) >= MIN_FRAMES


def test_readme_lists_every_file_and_construction() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in FILES} | {row["construction"] for row in ROWS}
    assert {name for name in names if f"`{name}`" not in readme} == set()


GOOD = {
    "quote": "2x", "start": 8, "end": 10, "kind": "speedup", "form": "ratio", "value": 2, "unit": "x",
    "direction": "increase", "metric": "faster",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": 7}, "offsets"),
        ({"kind": "speed"}, "not in its list"),
        ({"qualifier": "exact"}, "not in its list"),
        ({"unit": "%"}, "unit %"),
        ({"form": "absolute"}, "form absolute"),
        ({"form": "percent_of", "unit": "%"}, "direction"),
        ({"value_high": 1.5}, "range"),
        ({"value": None}, "no value"),
        ({"metric": "latency"}, "not in the text"),
        ({"device": "GPU"}, "device goes with hardware"),
        ({"colour": "red"}, "keys"),
    ],
)
def test_a_broken_claim_is_found(change: dict[str, Any], says: str) -> None:
    text = "Kite is 2x faster."
    assert check_claim(GOOD, text) == []
    assert any(says in problem for problem in check_claim(GOOD | change, text))
