"""Scores: known numbers on own papers, and the same figures as the reference scorer where it is at hand."""

from __future__ import annotations

import importlib.util
import io
import json
import random
from pathlib import Path

import pytest

from claimx.errors import InputError
from claimx.evaluate import read_gold, score_claims

SHARED = Path(__file__).resolve().parents[3] / "shared" / "gold"


def _claim(kind: str, value: float | None, unit: str, start: int, **fields: object) -> dict[str, object]:
    form = {"x": "ratio", "%": "percent_change"}.get(unit, "absolute")
    quote = f"{value}{unit}"
    claim = {"section": "abstract", "kind": kind, "form": form, "value": value, "unit": unit, "quote": quote}
    return {**claim, "start": start, "end": start + len(quote), **fields}


GOLD = [
    {
        "doc_id": "a",
        "claims": [
            _claim("speedup", 2, "x", 10, direction="increase", metric="decoding speed", baseline="vLLM"),
            _claim("speedup", 3, "x", 30, direction="increase", metric="speed"),
            _claim("hardware", 8, "devices", 50, device="NVIDIA A100 80GB"),
            _claim("gpu_hours", 2, "gpu_day", 70, metric="training"),
        ],
    },
    {"doc_id": "b", "claims": [_claim("latency", 5, "ms", 10, metric="latency", qualifier="under")]},
]
FOUND = [
    {"doc_id": "a", **_claim("speedup", 2, "x", 12, direction="increase", metric="the decoding", baseline="TGI")},
    {"doc_id": "a", **_claim("speedup", 3, "x", 90, direction="decrease", metric="speed")},  # elsewhere: still paired
    {"doc_id": "a", **_claim("speedup", 3, "x", 95, direction="decrease", metric="speed")},  # once more: neutral
    {"doc_id": "a", **_claim("speedup", 4, "x", 30)},  # extra
    {"doc_id": "a", **_claim("hardware", 8, "devices", 50, device="A100 GPU")},
    {"doc_id": "a", **_claim("gpu_hours", 48, "gpu_hour", 70, metric="training")},
    {"doc_id": "b", **_claim("duration", 0.005, "s", 10)},  # the amount is right, the kind is not
    {"doc_id": "c", **_claim("speedup", 9, "x", 10)},  # not in the gold: left aside
]


def test_known_figures():
    figures = score_claims(FOUND, GOLD).as_dict()
    assert figures["all"] == {"tp": 4, "fp": 2, "fn": 1, "precision": 4 / 6, "recall": 0.8, "f1": pytest.approx(8 / 11)}
    assert figures["core"]["fn"] == 0
    assert figures["core"]["precision"] == 0.8
    assert figures["kind"]["duration"]["fp"] == 1
    assert figures["kind"]["hardware"]["f1"] == 1.0
    assert figures["quantity_recall"] == 1.0
    assert (figures["papers"], figures["papers_exact"]) == (2, 0)
    assert figures["attributes"]["direction"] == 0.5
    assert figures["attributes"]["statistic"] is None
    assert figures["attributes"]["metric"] == 1.0
    assert figures["attributes"]["baseline"] == 0.0
    assert figures["fully_right"] == 2 / 5  # one has the wrong baseline, one the wrong direction, one is missed


def test_misses_name_what_was_missed_and_what_is_extra():
    misses = score_claims(FOUND, GOLD).misses
    assert [(next(iter(m)), m["kind"], m["value"]) for m in misses] == [
        ("extra", "speedup", 4),
        ("miss", "latency", 5),
        ("extra", "duration", 0.005),
    ]


def test_a_kind_and_a_unit_of_ones_own():
    gold = [{"doc_id": "a", "claims": [_claim("yield", 3, "wafers/day", 10), _claim("yield", 4, "wafers/day", 40)]}]
    found = [{"doc_id": "a", **claim} for claim in gold[0]["claims"]]
    assert score_claims(found, gold).all.f1 == 1.0
    assert score_claims([{**found[0], "unit": "lots/day"}], gold).all.tp == 0
    assert score_claims(found, gold).f1("yield") == 1.0
    assert score_claims(found, gold).f1("yields") is None


def test_nothing_found_and_nothing_to_find():
    assert score_claims([], GOLD).as_dict()["all"]["f1"] == 0.0
    assert score_claims([], []).as_dict()["quantity_recall"] == 0.0


@pytest.mark.parametrize(
    ("line", "code"),
    [("{", "gold/not-json"), ('{"doc_id": "a"}', "gold/not-a-paper"),
     ('{"doc_id": "a", "claims": [{"kind": "speedup"}]}', "gold/not-a-claim")],
)  # fmt: skip
def test_what_is_no_gold_is_named_by_line(tmp_path: Path, line, code):
    (tmp_path / "gold.jsonl").write_text("\n" + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2") as caught:
        list(read_gold(tmp_path / "gold.jsonl"))
    assert caught.value.code == code


@pytest.mark.skipif(not (SHARED / "score_claims.py").exists(), reason="the reference scorer is not at hand")
@pytest.mark.parametrize("seed", [1, 2])
def test_same_figures_as_the_reference_scorer(seed):
    spec = importlib.util.spec_from_file_location("reference_scorer", SHARED / "score_claims.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold = list(read_gold(SHARED / "dev.jsonl"))
    found = _spoilt(gold, random.Random(seed))
    misses = io.StringIO()
    expected = reference.score([dict(row) for row in found], gold, misses)
    scores = score_claims(found, gold)
    assert json.loads(json.dumps(scores.as_dict())) == json.loads(json.dumps(expected))
    assert len(scores.misses) == len(misses.getvalue().splitlines())


def _spoilt(gold: list[dict], chance: random.Random) -> list[dict]:
    """Return the gold claims as if found, a part of them left out, doubled, moved or wrong."""
    spoils = [
        {"value": 12345.0}, {"start": 9000, "end": 9009}, {"direction": "increase"}, {"kind": "speedup"},
        {"baseline": "nothing"}, {"metric": "of"}, {"device": "GPU"}, {"statistic": "mean"}, {"unit": "MB"}, {},
    ]  # fmt: skip
    found = []
    for paper in gold:
        for claim in paper["claims"]:
            for _ in range(chance.choice((0, 1, 1, 1, 1, 2))):
                spoil = chance.choice(spoils) if chance.random() < 0.4 else {}
                found.append({"doc_id": paper["doc_id"], **claim, **spoil})
    return found
