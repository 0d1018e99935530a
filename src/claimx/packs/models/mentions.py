"""The shape of `mentions/`: devices, models, datasets, metrics, formats."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from claimx.packs.models.base import Extendable, Name, Slug, Strict, Text, Words

# --- mentions/ ------------------------------------------------------------------------------------

DeviceClass = Literal[
    "GPU", "CPU", "TPU", "NPU", "FPGA", "accelerator", "phone", "board", "server", "node",
    "architecture", "supercomputer", "cluster", "device", "core", "microcontroller", "laptop",
]  # fmt: skip


class ModelNumber(Strict):
    """The numbers of a family's models: a name with such a number behind it is a device of its own."""

    looks: Text = Field(description="a regular expression of the number alone")
    joined: Literal["-", " "] = Field(default=" ", description="what stands before the number in a device's name")
    bare: Words = Field(default=(), description="spellings that name the family only with a number behind them")


class Device(Strict):
    """One device: canonical `name`, every spelling in `aliases` (a space also reads as - or nothing)."""

    name: Text
    aliases: Words
    memory_gb: tuple[float | int, ...] = Field(default=(), description="memory options of one device")
    contextual: bool = Field(
        default=False,
        description="the alias is also an ordinary word or name; counts only beside its vendor or a device word",
    )
    number: ModelNumber | None = None


class DeviceFile(Extendable):
    """Devices of one vendor and class."""

    vendor: Text | None = None
    vendor_aliases: Words = ()
    device_class: DeviceClass
    devices: tuple[Device, ...]


class Family(Strict):
    """One model family: the names its members begin with."""

    name: Text
    aliases: Words
    contextual: bool = Field(default=False, description="counts only with a size or version behind it")


class ModelFile(Extendable):
    """Families of models."""

    families: tuple[Family, ...]


class Dataset(Strict):
    """One benchmark or data set and its spellings."""

    name: Text
    aliases: Words = ()
    contextual: bool = False


class DatasetFile(Extendable):
    """Benchmarks, data sets and workloads."""

    datasets: tuple[Dataset, ...]


class MetricFile(Extendable):
    """Words that name what is measured, all of one dimension."""

    dimension: Name
    reads: Text
    better: Literal["higher", "lower"]
    names: Words = Field(default=(), description="head phrases (singular; plurals are derived)")
    weak: Words = Field(default=(), description="general heads that a stronger word in the phrase overrides")
    case: Words = Field(default=(), description="matched in this very case (FID, MFU)")


class Format(Strict):
    """A way to name a numeric format; the groups of `pattern` hold its widths.

    A group `bits` gives one width; groups named otherwise (`weights`, `activations`, `kv_cache`) give
    one width each, named by the group.
    """

    slug: Slug
    reads: Text
    pattern: Text
    bits: int | None = Field(default=None, description="the width, where the name does not spell it")
    needs: Words = Field(default=(), description="tried only where one of these stands in the text")
    hit: tuple[str, ...] = Field(min_length=2, description="texts with the «format» marked")
    miss: tuple[str, ...] = Field(min_length=1)


class FormatFile(Extendable):
    """Numeric formats: INT8, bfloat16, W4A8."""

    formats: tuple[Format, ...]
