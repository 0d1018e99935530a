"""Match claims with gold: two lists of rows of one paper in, pairs and what is left over out.

How a claim is matched:

1. kind and form are equal, value and value_high are equal in base units (relative 1e-6), and for
   `hardware` one device name contains the other, vendor words set aside;
2. overlapping spans of one section are matched first; a gold claim still open then takes a claim of
   the same key anywhere in the paper (the same fact, mentioned again);
3. a claim left over is neutral when its key is that of a gold claim, and else an extra one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Row = Mapping[str, Any]
Key = Callable[["Fact", "Fact"], bool]

_SI: Final = {"": 1.0, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
# unit -> (dimension, factor to its base); a unit not listed is a dimension of its own
_UNITS: Final[dict[str, tuple[str, float]]] = {
    "%": ("percent", 1.0), "pp": ("pp", 1.0), "points": ("pp", 1.0),
    "ns": ("time", 1e-9), "us": ("time", 1e-6), "ms": ("time", 1e-3), "s": ("time", 1.0), "min": ("time", 60.0),
    "h": ("time", 3600.0), "hours": ("time", 3600.0), "day": ("time", 86_400.0), "week": ("time", 604_800.0),
    "month": ("time", 2_592_000.0), "year": ("time", 31_536_000.0),
    "gpu_hour": ("device_time", 1.0), "gpu_day": ("device_time", 24.0),
    "gpu_month": ("device_time", 720.0), "gpu_year": ("device_time", 8760.0),
    "pJ": ("energy", 1e-12), "nJ": ("energy", 1e-9),
    "uJ": ("energy", 1e-6), "mJ": ("energy", 1e-3), "J": ("energy", 1.0), "kJ": ("energy", 1e3),
    "kWh": ("energy", 3.6e6), "nW": ("power", 1e-9), "uW": ("power", 1e-6),
    "mW": ("power", 1e-3), "W": ("power", 1.0), "kW": ("power", 1e3),
    **{f"{si}B": ("bytes", _SI[si]) for si in ("", "K", "M", "G", "T", "P")},
    **{f"{si}FLOPs": ("flops", _SI[si]) for si in ("", "M", "G", "T", "P", "E")},
    **{f"{si}MACs": ("macs", _SI[si]) for si in ("", "M", "G", "T", "P", "E")},
    **{f"{si}FLOP/s": ("flop_rate", _SI[si]) for si in ("", "M", "G", "T", "P", "E")},
}  # fmt: skip
_VENDOR_WORDS: Final = frozenset(
    (
        "nvidia", "amd", "intel", "google", "xilinx", "apple", "huawei", "qualcomm", "geforce", "tesla",
        "gpu", "gpus", "cpu", "cpus", "tpu", "fpga", "cloud", "accelerator", "architecture", "pcie",
        "sxm", "smx4", "sxm4", "device", "devices", "single", "one", "consumer", "grade", "server",
        "cluster", "data", "center", "core", "cores",
    )
)  # fmt: skip
_FILLERS: Final = frozenset(("the", "a", "an", "of", "on", "in", "and", "to", "for"))
# --- one claim, ready to compare ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """One row as it is compared: empty cells gone, defaults filled in, amounts in base units."""

    row: dict[str, Any]
    kind: str
    form: str
    dimension: str | None
    value: float | None
    value_high: float | None

    @classmethod
    def parse(cls, row: Row) -> Fact:
        """Return the fact a row of a table, or a gold claim, states."""
        stated = {name: value for name, value in row.items() if not _is_empty(value)}
        cells = {"qualifier": "exact", "attribution": "proposed", **stated}
        unit = cells.get("unit")
        dimension, factor = _UNITS.get(unit, (unit, 1.0)) if unit is not None else (None, 1.0)
        low, high = _scaled(cells.get("value"), factor), _scaled(cells.get("value_high"), factor)
        high = None if high is not None and _close(low, high) else high
        return cls(cells, cells["kind"], cells.get("form", "absolute"), dimension, low, high)

    def device_words(self) -> frozenset[str]:
        """Return the words that tell the device from others."""
        return device_words(self.row.get("device") or self.row.get("hardware") or self.row.get("quote"))


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _scaled(value: Any, factor: float) -> float | None:
    return None if value is None else float(value) * factor


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def device_words(name: str | None) -> frozenset[str]:
    """Return the words that tell a device from others; the generic class when nothing else is left.

    >>> sorted(device_words("NVIDIA A100 80GB")), sorted(device_words("RTX 4090 GPUs")), sorted(device_words("GPUs"))
    (['a100'], ['4090'], ['gpu'])
    """
    text = re.sub(r"(?i)\b\d+\s?(?:gb|g)\b", " ", (name or "").replace("-", " "))
    text = re.sub(r"(?i)\brtx\s*(?=\d)", "", text)
    words = re.findall(r"[a-z]+\d[a-z0-9]*|\d+[a-z0-9]*|[a-z]+", text.lower())
    return frozenset(words) - _VENDOR_WORDS or frozenset(word.rstrip("s") for word in words)


def same_phrase(a: str | None, b: str | None) -> bool:
    """Tell whether two phrases share at least half of the words of the shorter one.

    >>> same_phrase("decoding throughput", "the throughput"), same_phrase("throughput", None)
    (True, False)
    """
    x, y = (frozenset(re.findall(r"[a-z0-9.]+", (text or "").lower())) - _FILLERS for text in (a, b))
    return bool(x and y) and len(x & y) >= 0.5 * min(len(x), len(y))


# --- matching -------------------------------------------------------------------------------------


def same_amount(gold: Fact, found: Fact) -> bool:
    """Tell whether both state the same amount, whatever it is about."""
    return (
        gold.dimension == found.dimension
        and _close(gold.value, found.value)
        and _close(gold.value_high, found.value_high)
    )


def same_fact(gold: Fact, found: Fact) -> bool:
    """Tell whether both state the same amount of the same kind, of the same device for hardware."""
    if (gold.kind, gold.form) != (found.kind, found.form) or not same_amount(gold, found):
        return False
    if gold.kind != "hardware":
        return True
    # the gold's device is a clean name; a generic claim without one matches nothing
    a, b = device_words(gold.row.get("device")), found.device_words()
    return bool(a and b) and (a <= b or b <= a)


def _overlap(gold: Fact, found: Fact) -> bool:
    a, b = gold.row, found.row
    return bool(
        a.get("section") == b.get("section") and int(a["start"]) < int(b["end"]) and int(b["start"]) < int(a["end"])
    )


@dataclass(frozen=True, slots=True)
class Match:
    """How the claims of one paper compare with its gold; `extra` holds the false positives."""

    pairs: list[tuple[Fact, Fact]]
    missed: list[Fact]
    extra: list[Fact]


def match_claims(gold: Sequence[Fact], found: Sequence[Fact], *, key: Key = same_fact) -> Match:
    """Pair each gold claim with at most one found claim of the same key, overlapping ones first."""
    pairs: list[tuple[Fact, Fact]] = []
    open_gold, open_found = list(range(len(gold))), list(range(len(found)))
    for must_overlap in (True, False):
        for i in list(open_gold):
            for j in open_found:
                if key(gold[i], found[j]) and (not must_overlap or _overlap(gold[i], found[j])):
                    pairs.append((gold[i], found[j]))
                    open_gold.remove(i)
                    open_found.remove(j)
                    break
    extra = [found[j] for j in open_found if not any(key(g, found[j]) for g in gold)]
    return Match(pairs, [gold[i] for i in open_gold], extra)
