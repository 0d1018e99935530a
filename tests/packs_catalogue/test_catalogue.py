"""The shipped catalogues: every file loads, no spelling names two things, and texts give the device they name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

import pytest

from claimx.mention.catalogue import spellings_of
from claimx.mention.mention import Mention
from claimx.mention.scanner import MentionScanner
from claimx.packs.loader import read_packs
from claimx.packs.models import Device, DeviceFile, Family, ModelFile

RULES, FINDINGS = read_packs()
DEVICES: list[Device] = [device for _, file in RULES.of(DeviceFile) for device in file.devices]
FAMILIES: list[Family] = [family for _, file in RULES.of(ModelFile) for family in file.families]


ENTRIES: list[Device | Family] = [*DEVICES, *FAMILIES]


@cache
def scanner() -> MentionScanner:
    return MentionScanner(RULES)


def found(text: str, kind: str) -> list[Mention]:
    return [mention for mention in scanner().find_mentions(text) if mention.kind == kind]


def folded(spelling: str) -> str:
    return spelling.replace(" ", "").replace("-", "").lower()


def owners(entries: Iterable[Device | Family], *, fold: bool) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for alias in entry.aliases:
            for spelling in [folded(alias)] if fold else spellings_of(alias):
                names[spelling].add(entry.name)
    return {spelling: named for spelling, named in names.items() if len(named) > 1}


def test_catalogues_load_without_findings() -> None:
    paths = ("mentions/devices/", "mentions/models/")
    assert [str(finding) for finding in FINDINGS if any(path in str(finding) for path in paths)] == []


def test_catalogues_are_large_enough() -> None:
    assert len(DEVICES) >= 150
    assert len(FAMILIES) >= 200


@pytest.mark.parametrize("entries", [DEVICES, FAMILIES], ids=["devices", "models"])
def test_canonical_names_are_unique(entries: list[Device | Family]) -> None:
    counts = Counter(entry.name for entry in entries)
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_spelling_in_any_case_names_two_devices() -> None:
    assert owners(DEVICES, fold=True) == {}


def test_no_spelling_names_two_model_families() -> None:
    assert owners(FAMILIES, fold=False) == {}


def test_no_sure_device_is_also_a_model() -> None:
    devices = {s for d in DEVICES if not d.contextual for alias in d.aliases for s in spellings_of(alias)}
    assert devices & {s for f in FAMILIES for alias in f.aliases for s in spellings_of(alias)} == set()


def test_spellings_are_trimmed_and_distinct() -> None:
    for entry in ENTRIES:
        assert entry.aliases, entry.name
        assert len(set(entry.aliases)) == len(entry.aliases), entry.name
        assert all(alias == " ".join(alias.split()) for alias in entry.aliases), entry.name


def test_memory_options_ascend() -> None:
    assert [d.name for d in DEVICES if list(d.memory_gb) != sorted(set(d.memory_gb))] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We train on NVIDIA A100 cards.", "NVIDIA A100"),
        ("It runs on one GeForce RTX3090.", "NVIDIA RTX 3090"),
        ("It fits a GTX-1080Ti well.", "NVIDIA GTX 1080 Ti"),
        ("On an RTX A6000 it halves.", "NVIDIA RTX A6000"),
        ("On an RTX 6000 Ada it halves.", "NVIDIA RTX 6000 Ada"),
        ("Boards such as Jetson AGX Orin suffice.", "NVIDIA Jetson AGX Orin"),
        ("Boards such as Jetson Xavier suffice.", "NVIDIA Jetson Xavier"),
        ("We use a DGX-2 throughout.", "NVIDIA DGX-2"),
        ("We use GB200 NVL72 racks.", "NVIDIA GB200 NVL72"),
        ("It is tuned for Instinct MI250X.", "AMD MI250X"),
        ("Hosts have an AMD EPYC 7763.", "AMD EPYC 7763"),
        ("Hosts have an Intel Xeon Gold 6248.", "Intel Xeon Gold 6248"),
        ("Hosts have two EPYC 9V84 sockets.", "AMD EPYC 9V84"),
        ("Hosts have an Intel Xeon Platinum 8352V.", "Intel Xeon Platinum 8352V"),
        ("Hosts have a Xeon E5-2690 v4.", "Intel Xeon E5-2690 v4"),
        ("It takes 7 ms on an Intel i7-13700H laptop.", "Intel Core i7-13700H"),
        ("It takes 7 ms on a Ryzen 9 7945HX.", "AMD Ryzen 9 7945HX"),
        ("It decodes on a MacBook M3 Max.", "Apple M3 Max"),
        ("It was ported to Habana Gaudi2.", "Intel Gaudi 2"),
        ("We train on Cloud TPU-v3.", "Google TPUv3"),
        ("We train on a TPU v4 pod.", "Google TPUv4 Pod"),
        ("The kernel targets an Alveo U280.", "Xilinx Alveo U280"),
        ("It decodes on an M2 Ultra.", "Apple M2 Ultra"),
        ("It decodes on the iPhone 12.", "iPhone 12"),
        ("It fits a Raspberry Pi 5.", "Raspberry Pi 5"),
        ("It was ported to Ascend 910B.", "Huawei Ascend 910B"),
        ("We rent p4d.24xlarge hosts.", "AWS p4d.24xlarge"),
        ("It scales on the Frontier supercomputer.", "Frontier"),
        ("It needs Hopper GPUs.", "NVIDIA Hopper"),
    ],
)
def test_text_gives_device(text: str, name: str) -> None:
    assert [mention.name for mention in found(text, "device")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "A new frontier of Frontier research opens.",
        "The Pascal language and the Turing test differ.",
        "Xavier initialization is enough.",
        "We forecast the M4 series.",
        "An arc and an Arc of the graph.",
        "The signals i7 and i9 are tied to ground.",
        "Settings M1 and M2 agree.",
    ],
)
def test_ordinary_words_are_no_devices(text: str) -> None:
    assert found(text, "device") == []


@pytest.mark.parametrize(
    ("text", "spelt", "family"),
    [
        ("We prune LLaMA-7B first.", "LLaMA-7B", "LLaMA"),
        ("We prune GPT-J-6B first.", "GPT-J-6B", "GPT-J"),
        ("We prune Yi-34B first.", "Yi-34B", "Yi"),
        ("We prune DiT-XL/2 first.", "DiT-XL/2", "DiT"),
        ("We prune ResNet101 first.", "ResNet101", "ResNet"),
        ("We prune MobileNetv2 first.", "MobileNetv2", "MobileNet"),
        ("We prune YOLOv8n first.", "YOLOv8n", "YOLO"),
        ("We prune YOLOv10 first.", "YOLOv10", "YOLO"),
        ("We prune YOLOv3-tiny first.", "YOLOv3-tiny", "YOLO"),
        ("We prune Segment Anything first.", "Segment Anything", "SAM 2"),
    ],
)
def test_text_gives_model(text: str, spelt: str, family: str) -> None:
    assert [(text[m.start : m.end], m.name) for m in found(text, "model")] == [(spelt, family)]


@pytest.mark.parametrize("text", ["A Falcon flew.", "Phi is an angle.", "Koala fur is grey.", "We Dream of it."])
def test_ordinary_words_are_no_models(text: str) -> None:
    assert found(text, "model") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("on a Raspberry Pi 3, 4, and 5 with fans", ["Raspberry Pi 3", "Raspberry Pi 4", "Raspberry Pi 5"]),
        ("on a Raspberry Pi 4/5.", ["Raspberry Pi 4", "Raspberry Pi 5"]),
        ("the Samsung Galaxy S24 and S25 phones", ["Samsung Galaxy S24", "Samsung Galaxy S25"]),
        ("the Jetson Orin and Thor boards", ["NVIDIA Jetson Orin", "NVIDIA Jetson Thor"]),
        ("a Snapdragon 8 Gen 2 and Gen 3", ["Qualcomm Snapdragon 8 Gen 2", "Qualcomm Snapdragon 8 Gen 3"]),
        ("an iPhone 14 and 15 Pro", ["iPhone 14", "iPhone 15 Pro"]),
        ("an RTX 3090 and 4090 GPUs", ["NVIDIA RTX 3090", "NVIDIA RTX 4090"]),
        ("a Raspberry Pi 4 and 2 laptops", ["Raspberry Pi 4"]),
        ("a Raspberry Pi 4 and 5.5 watts", ["Raspberry Pi 4"]),
        ("a Jetson Nano and Berlin", ["NVIDIA Jetson Nano"]),
    ],
)
def test_names_may_leave_out_what_they_share(text: str, names: list[str]) -> None:
    assert [mention.name for mention in found(text, "device")] == names
