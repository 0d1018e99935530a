"""The shipped lexicons: every file fits its model, and no spelling stands in two places."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from claimx.packs.models import DatasetFile, MetricFile

MENTIONS = Path(__file__).resolve().parents[2] / "rules" / "mentions"
METRIC_PATHS = sorted((MENTIONS / "metrics").glob("*.yaml"))
DATASET_PATHS = sorted((MENTIONS / "datasets").glob("*.yaml"))


def read_json(path: Path) -> str:
    return json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")))


def load_metrics(path: Path) -> MetricFile:
    return MetricFile.model_validate_json(read_json(path))


def load_datasets(path: Path) -> DatasetFile:
    return DatasetFile.model_validate_json(read_json(path))


def folded(phrase: str) -> str:
    return re.sub(r"[\s-]+", "", phrase).lower()


def repeated(places: dict[str, list[str]]) -> dict[str, list[str]]:
    return {key: where for key, where in places.items() if len(where) > 1}


@pytest.mark.parametrize("path", METRIC_PATHS, ids=lambda p: p.stem)
def test_metric_file_holds_phrases(path: Path) -> None:
    pack = load_metrics(path)
    assert pack.names or pack.case
    for phrase in pack.names + pack.weak + pack.case:
        assert phrase == " ".join(phrase.split()), phrase


def test_no_metric_phrase_stands_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in METRIC_PATHS:
        pack = load_metrics(path)
        for phrase in pack.names + pack.weak:
            key = " ".join(phrase.lower().replace("-", " ").split())
            places[key].append(path.stem)
        for phrase in pack.case:
            places["=" + phrase].append(path.stem)
    assert repeated(places) == {}


def test_acronyms_agree_with_phrases_in_any_case() -> None:
    phrases = {p.lower(): path.stem for path in METRIC_PATHS for p in load_metrics(path).names}
    clashes = [
        (phrase, path.stem, phrases[phrase.lower()])
        for path in METRIC_PATHS
        for phrase in load_metrics(path).case
        if phrases.get(phrase.lower(), path.stem) != path.stem
    ]
    assert clashes == []


def test_dimension_and_polarity_name_one_file() -> None:
    packs = [load_metrics(path) for path in METRIC_PATHS]
    seen = {(p.dimension, p.better) for p in packs}
    assert len(seen) == len(packs)


@pytest.mark.parametrize(
    ("phrase", "dimension", "better"),
    [
        ("time to first token", "time", "lower"),
        ("throughput", "speed", "higher"),
        ("KV cache", "memory", "lower"),
        ("energy efficiency", "energy", "higher"),
        ("perplexity", "quality", "lower"),
        ("communication time", "time", "lower"),
        ("training cost", "cost", "lower"),
    ],
)
def test_phrase_has_its_dimension(phrase: str, dimension: str, better: str) -> None:
    found = {(p.dimension, p.better) for p in map(load_metrics, METRIC_PATHS) if phrase in p.names}
    assert found == {(dimension, better)}


@pytest.mark.parametrize("phrase", ["cost", "overhead", "efficiency", "performance", "size", "rate", "usage"])
def test_general_heads_are_weak(phrase: str) -> None:
    packs = [load_metrics(path) for path in METRIC_PATHS]
    assert not any(phrase in p.names for p in packs)
    assert sum(phrase in p.weak for p in packs) == 1


@pytest.mark.parametrize("path", DATASET_PATHS, ids=lambda p: p.stem)
def test_dataset_file_holds_spellings(path: Path) -> None:
    for dataset in load_datasets(path).datasets:
        spellings = (dataset.name, *dataset.aliases)
        assert all(len(s) > 1 and s == " ".join(s.split()) for s in spellings), dataset.name
        assert len(set(dataset.aliases)) == len(dataset.aliases), dataset.name


def test_no_dataset_spelling_names_two_datasets() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    names: list[str] = []
    for path in DATASET_PATHS:
        for dataset in load_datasets(path).datasets:
            names.append(folded(dataset.name))
            for spelling in (dataset.name, *dataset.aliases):
                owners[folded(spelling)].add(dataset.name)
    assert len(names) == len(set(names))
    assert {key: found for key, found in owners.items() if len(found) > 1} == {}


def test_hyphenated_dataset_has_a_spelling_with_a_space() -> None:
    """A space in an alias also stands for a hyphen or nothing, so the spaced alias carries all three."""
    spelt = {d.name: d.aliases for path in DATASET_PATHS for d in load_datasets(path).datasets}
    assert "CIFAR 10" in spelt["CIFAR-10"]
    assert "WikiText 2" in spelt["WikiText-2"]
    missing = [
        name
        for name, aliases in spelt.items()
        if re.search(r"\w-\w\w", name) and not any(folded(a) == folded(name) and "-" not in a for a in aliases)
    ]
    assert missing == []


def test_ordinary_words_are_contextual() -> None:
    contextual = {d.name: d.contextual for path in DATASET_PATHS for d in load_datasets(path).datasets}
    assert contextual["Reddit"]
    assert contextual["Weather"]
    assert not contextual["MATH"]
    assert not contextual["ImageNet-1K"]
