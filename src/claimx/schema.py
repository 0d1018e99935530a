"""The table contract as data: closed lists, columns, canonical units. Knows nothing of Arrow."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

SCHEMA_VERSION: Final = "1"

CHANGE_KINDS: Final = (
    "speedup", "memory_saving", "size_reduction", "compute_saving", "energy_saving", "cost_saving",
    "communication_saving", "capacity_gain", "overhead", "quality_change", "other_change",
)  # fmt: skip
ABSOLUTE_KINDS: Final = (
    "throughput", "flops_rate", "latency", "duration", "gpu_hours", "memory", "energy", "cost",
    "utilization", "compute", "quality", "model_size", "dataset_size", "context_length",
    "batch_size", "precision", "hardware",
)  # fmt: skip
KINDS: Final = CHANGE_KINDS + ABSOLUTE_KINDS
CORE_KINDS: Final = ("speedup", "memory_saving", "gpu_hours", "hardware", "model_size")

SECTIONS: Final = ("title", "abstract")
FORMS: Final = ("absolute", "ratio", "percent_change", "percent_of", "delta")
QUALIFIERS: Final = ("exact", "up_to", "over", "under", "about")
STATISTICS: Final = ("mean", "median", "geomean", "max", "min", "total")
DIRECTIONS: Final = ("increase", "decrease")
ATTRIBUTIONS: Final = ("proposed", "baseline", "background")
EXTRACTORS: Final = ("rules", "spacy")

ColumnType = Literal["string", "category", "float64", "float32", "int32", "int16", "date"]


class Column(NamedTuple):
    """Describe one column: its name, logical type (`category` is a dictionary) and nullability."""

    name: str
    type: ColumnType
    nullable: bool


CLAIM_COLUMNS: Final = (
    Column("claim_id", "string", False),
    Column("doc_id", "string", False),
    Column("section", "category", False),
    Column("kind", "category", False),
    Column("form", "category", False),
    Column("value", "float64", True),
    Column("value_high", "float64", True),
    Column("unit", "category", False),
    Column("stated_value", "float64", True),
    Column("stated_value_high", "float64", True),
    Column("stated_unit", "category", False),
    Column("factor", "float64", True),
    Column("qualifier", "category", False),
    Column("statistic", "category", True),
    Column("direction", "category", True),
    Column("metric", "string", True),
    Column("baseline", "string", True),
    Column("hardware", "string", True),
    Column("device", "category", True),
    Column("device_count", "int32", True),
    Column("device_memory_gb", "float32", True),
    Column("model", "string", True),
    Column("experts", "int16", True),
    Column("dataset", "string", True),
    Column("attribution", "category", False),
    Column("quote", "string", False),
    Column("start", "int32", False),
    Column("end", "int32", False),
    Column("sentence", "string", False),
    Column("sentence_start", "int32", False),
    Column("extractor", "category", False),
    Column("rule", "category", False),
    Column("confidence", "float32", False),
)
PAPER_COLUMNS: Final = (
    Column("doc_id", "string", False),
    Column("title", "string", False),
    Column("system", "string", True),
    Column("url", "string", True),
    Column("published", "date", True),
    Column("source", "string", False),
    Column("position", "int32", False),
    Column("text_sha256", "string", False),
    Column("claims", "int32", False),
    Column("speedups", "int32", False),
    Column("memory_savings", "int32", False),
    Column("gpu_hours", "int32", False),
    Column("hardware", "int32", False),
    Column("model_sizes", "int32", False),
)
