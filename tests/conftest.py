"""Claims and papers to test with: own-written, every column used at least once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from claimx.model import Claim, Paper, claim_id

MakeClaim = Callable[..., Claim]
MakePaper = Callable[..., Paper]


def _make_claim(**fields: Any) -> Claim:
    values: dict[str, Any] = {
        "doc_id": "p1",
        "section": "abstract",
        "kind": "speedup",
        "form": "ratio",
        "value": 2.0,
        "unit": "x",
        "metric": "throughput",
        "quote": "2x",
        "start": 20,
        "rule": "claims/speedup/times-faster",
        "confidence": 0.9,
        **fields,
    }
    values.setdefault("end", values["start"] + len(values["quote"]))
    values.setdefault("sentence", f"Quill gives {values['quote']} here.")
    values.setdefault("sentence_start", values["start"] - values["sentence"].index(values["quote"]))
    values.setdefault("stated_value", values["value"])
    values.setdefault("stated_unit", values["unit"])
    names = ("doc_id", "section", "start", "end", "kind", "form", "value", "value_high", "unit", "metric")
    values.setdefault("claim_id", claim_id(*(values.get(name) for name in names)))
    return Claim(**values)


def _make_paper(**fields: Any) -> Paper:
    values: dict[str, Any] = {
        "doc_id": "p1",
        "title": "Quill: Faster Decoding",
        "system": "Quill",
        "url": None,
        "published": None,
        "source": "papers.jsonl",
        "position": 0,
        "text_sha256": "0" * 64,
        "claims": 1,
        "speedups": 1,
        "memory_savings": 0,
        "gpu_hours": 0,
        "hardware": 0,
        "model_sizes": 0,
        **fields,
    }
    return Paper(**values)


@pytest.fixture
def make_claim() -> MakeClaim:
    """A claim of the fields given, and of sound values for the others."""
    return _make_claim


@pytest.fixture
def make_paper() -> MakePaper:
    """A paper of the fields given, and of sound values for the others."""
    return _make_paper


@pytest.fixture
def claims() -> list[Claim]:
    """Claims that fill every column and hold what file formats stumble over."""
    return [
        _make_claim(factor=2.0, direction="increase", baseline="=HYPERLINK(1)", statistic="mean"),
        _make_claim(
            kind="hardware", form="absolute", value=8.0, unit="devices", metric=None, quote="8 A100 GPUs", start=40,
            hardware="8 A100 GPUs", device="NVIDIA A100 80GB", device_count=8, device_memory_gb=80.0,
            sentence="Trained on\n8 A100 GPUs, “cheap”\u2028and quick", rule="claims/hardware/count-device",
        ),
        _make_claim(
            kind="hardware", form="absolute", value=None, unit="devices", metric=None, quote="TPUv3 Pod", start=70,
            hardware="TPUv3 Pod", device="Google TPUv3", rule="claims/hardware/device", attribution="background",
        ),
        _make_claim(
            doc_id="0704.0010", kind="model_size", form="absolute", value=7e9, value_high=141e9, unit="parameters",
            metric="'total", quote="7B to 141B", model="Quill-8x7B", experts=8, confidence=0.875, qualifier="up_to",
            rule="claims/model-size/range",
        ),
        _make_claim(
            doc_id="0704.0010", section="title", kind="memory_saving", form="percent_change", value=36.6, unit="%",
            direction="decrease", factor=1 / (1 - 0.366), metric="＋memory", dataset="-pile", start=3, quote="36.6%",
            sentence="a 36.6% smaller, comma", rule="claims/memory-saving/percent", extractor="spacy",
        ),
        _make_claim(
            doc_id="p2", kind="gpu_hours", form="absolute", value=0.1 + 0.2, unit="gpu_hour", quote="0.3 GPU hours",
            metric="", rule="claims/gpu-hours/stated", stated_unit="gpu_hour", qualifier="about",
        ),
    ]  # fmt: skip


@pytest.fixture
def papers() -> list[Paper]:
    """The papers of `claims`."""
    return [
        _make_paper(claims=3, hardware=2, url="https://example.org/1", published=date(2024, 2, 29)),
        _make_paper(doc_id="0704.0010", title="@Small | *Large* Models", system=None, position=1, claims=2),
        _make_paper(doc_id="p2", title="", position=2, gpu_hours=1, speedups=0),
    ]
