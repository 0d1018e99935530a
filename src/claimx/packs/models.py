"""The shape of every rule file: YAML in (as plain objects), frozen typed models out.

One model a folder of `rules/`; `FOLDERS` says which. Strict: unknown keys and wrong types are errors.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower-case words joined by hyphens")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="lower-case name, words joined by _")]
Text = Annotated[str, Field(min_length=1)]
Words = tuple[Text, ...]
Direction = Literal["increase", "decrease"]
Effect = Literal["more", "less", "better", "worse"]


class Strict(BaseModel):
    """Base of all rule models: closed, strict, immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Extendable(Strict):
    """Base of all rule files: one that stands at a shipped file's path replaces it, or adds to it."""

    extends: bool = Field(default=False, description="true: adds to the shipped file of this path (or kind)")
    disable: Words = Field(default=(), description="ids (path/slug or path/name) to switch off")


# --- examples -------------------------------------------------------------------------------------


class ExpectedClaim(Strict):
    """A claim an example must give; what is left out must be null (or its default)."""

    kind: Name | None = None
    form: Literal["absolute", "ratio", "percent_change", "percent_of", "delta"] | None = None
    value: float | int | None = None
    value_high: float | int | None = None
    unit: Text | None = Field(default=None, description="the unit as stated (ANNOTATION spelling)")
    qualifier: Literal["exact", "up_to", "over", "under", "about"] = "exact"
    statistic: Literal["mean", "median", "geomean", "max", "min", "total"] | None = None
    direction: Direction | None = None
    metric: Text | None = None
    baseline: Text | None = None
    hardware: Text | None = None
    device: Text | None = None
    device_count: int | None = None
    device_memory_gb: float | int | None = None
    model: Text | None = None
    experts: int | None = None
    dataset: Text | None = None
    attribution: Literal["proposed", "baseline", "background"] = "proposed"


class Hit(Strict):
    """A text in which every «marked» span gives one claim, in order of `claims`."""

    text: Text
    claims: tuple[ExpectedClaim, ...] = Field(min_length=1)
    of: Slug | None = Field(default=None, description="the exception this example belongs to")


class Miss(Strict):
    """A text in which the rule must make no claim, and why."""

    text: Text
    why: Text
    of: Slug | None = Field(default=None, description="the exception this example shows")


class Examples(Strict):
    """Examples of a claim rule: at least two hits and one miss, one more for each exception."""

    hit: tuple[Hit, ...] = ()
    miss: tuple[Miss, ...] = ()
    todo: tuple[Hit, ...] = ()


# --- normalise/, guards/ --------------------------------------------------------------------------


class Rewrite(Strict):
    """One residue: `pattern` (a regular expression over the source) reads as `gives`."""

    slug: Slug
    reads: Text
    pattern: Text
    gives: str = Field(description="replacement; may use \\1; never longer than what it replaces")
    needs: Words = Field(min_length=1, description="the pattern is tried where one of these stands in the text")
    hit: tuple[tuple[str, str], ...] = Field(min_length=2, description="[source, normal] pairs")
    miss: tuple[str, ...] = Field(min_length=1, description="texts it leaves alone")


class NormaliseFile(Extendable):
    """Characters and residue that read as something plainer."""

    characters: dict[str, str] = Field(default={}, description="one character to one character")
    rewrites: tuple[Rewrite, ...] = ()


class Guard(Strict):
    """A span that holds digits and is never a quantity."""

    slug: Slug
    reads: Text
    pattern: Text
    case: bool = Field(default=True, description="false: any case")
    needs: Words = Field(default=(), description="tried only where one of these stands in the text")
    hit: tuple[str, ...] = Field(min_length=2, description="texts with the «guarded» span marked")
    miss: tuple[str, ...] = Field(min_length=1)


class GuardFile(Extendable):
    """Spans that hold digits and are never quantities."""

    guards: tuple[Guard, ...]


# --- units/ ---------------------------------------------------------------------------------------


class Unit(Strict):
    """One unit of a dimension: `factor` units of the dimension's base make one of it."""

    unit: Text = Field(description="the name in the table (ANNOTATION spelling)")
    factor: float | int = 1
    symbols: Words = Field(default=(), description="matched in this very case, right after the number")
    names: Words = Field(default=(), description="matched in any case")
    stated_as: Text | None = Field(default=None, description="the unit of the table that stands for this one")
    contextual: bool = Field(default=False, description="counts only when a rule asks for it")
    compact: bool = Field(default=False, description="symbols only when glued to the number: 4k, 30s")
    hit: Words = ()
    miss: Words = ()


class UnitFile(Extendable):
    """The units of one dimension, by symbol and by name."""

    dimension: Name
    base: Text
    reads: Text
    pint: Text | None = Field(default=None, description="the base unit's name in pint, where it has one")
    units: tuple[Unit, ...]


class NumberFile(Extendable):
    """Words and letters that stand for numbers, all in lower case but for the letters."""

    letters: dict[str, float | int] = Field(default={}, description="scale letters glued to a number: 7B")
    scales: dict[str, float | int] = Field(default={}, description="scale words: million")
    words: dict[str, float | int] = Field(default={}, description="one ... twelve")
    fractions: dict[str, float | int] = Field(default={}, description="half: 0.5, a third: 0.333")
    multiples: dict[str, float | int] = Field(default={}, description="words that multiply: twice, doubles: 2")
    divisors: dict[str, float | int] = Field(default={}, description="words that divide: halves: 2")
    magnitudes: Words = Field(default=(), description="phrases that count powers of ten: orders of magnitude")


# --- mentions/ ------------------------------------------------------------------------------------

DeviceClass = Literal[
    "GPU", "CPU", "TPU", "NPU", "FPGA", "accelerator", "phone", "board", "server", "node",
    "architecture", "supercomputer", "cluster", "device", "core", "microcontroller", "laptop",
]  # fmt: skip


class Device(Strict):
    """One device: canonical `name`, every spelling in `aliases` (a space also reads as - or nothing)."""

    name: Text
    aliases: Words
    memory_gb: tuple[float | int, ...] = Field(default=(), description="memory options of one device")
    contextual: bool = Field(
        default=False,
        description="the alias is also an ordinary word or name; counts only beside its vendor or a device word",
    )


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


# --- words/, qualifiers/ --------------------------------------------------------------------------


class WordClass(Strict):
    """A class of words that patterns name as `{class}`."""

    name: Name
    reads: Text
    words: Words = ()
    verbs: Words = Field(default=(), description="base forms; -s, -ed, -ing are derived")
    direction: Direction | None = None
    effect: Effect | None = None
    dimension: Name | None = Field(default=None, description="what the word itself is about (faster: speed)")
    device: Text | None = Field(default=None, description="the generic device that the words name")


class WordFile(Extendable):
    """Words by class."""

    classes: tuple[WordClass, ...]


class Qualifier(Strict):
    """A bound, statistic or attribution cue and what it sets."""

    sets: Text
    before: Words = Field(default=(), description="phrases right before the number")
    after: Words = Field(default=(), description="phrases right after the number and its unit")
    inside: Words = Field(default=(), description="phrases anywhere in the clause")


class QualifierFile(Extendable):
    """Cues of one field: bounds, statistics or attribution."""

    field: Literal["qualifier", "statistic", "attribution"]
    reads: Text
    values: tuple[Qualifier, ...]


# --- constructions/, claims/ ----------------------------------------------------------------------

Pattern = Annotated[str, Field(min_length=1, description="words, {class}, {slot:class}, ( | ), ?, *, +, ...")]


class Construction(Strict):
    """A way to say a figure: where the amount, the change and the thing measured stand."""

    slug: Slug
    reads: Text
    pattern: Pattern
    priority: int = Field(default=50, ge=0, le=100)
    form: Literal["ratio", "percent_change", "percent_of", "delta", "absolute"] | None = None
    direction: Direction | None = None
    effect: Effect | None = None
    continues: bool = Field(default=False, description="true: takes its change from the figure before in the sentence")
    hit: tuple[str, ...] = Field(min_length=2, description="texts with the «amount» marked")
    miss: tuple[str, ...] = Field(min_length=1)


class ConstructionFile(Extendable):
    """Ways to say a figure, and named pieces of their patterns."""

    macros: dict[str, Pattern] = Field(default={}, description="named pieces of patterns")
    constructions: tuple[Construction, ...] = ()


class Exclusion(Strict):
    """A context in which the rule does not hold."""

    slug: Slug
    reads: Text
    pattern: Pattern


class When(Strict):
    """What the items of a sentence must be for a rule to hold; every list is any-of."""

    construction: Words = ()
    amount: Words = Field(default=(), description="dimension of the amount: ratio, percent, time ...")
    unit: Words = Field(default=(), description="unit of the amount, where the dimension is too wide")
    dimension: Words = Field(default=(), description="dimension of the metric: speed, time, memory ...")
    effect: tuple[Effect, ...] = ()
    words: Words = Field(default=(), description="words, one of which must stand in the metric or the change itself")
    near: Words = Field(default=(), description="words, one of which must stand near the figure or in its metric")
    mention: Words = Field(default=(), description="a mention makes the claim: device, model, precision ...")


class ClaimRule(Strict):
    """One rule: when it holds, a claim of the file's kind is made."""

    slug: Slug
    reads: Text
    when: When = When()
    pattern: Pattern | None = Field(default=None, description="a construction of this rule's own")
    form: Literal["ratio", "percent_change", "percent_of", "delta", "absolute"] | None = None
    direction: Direction | None = None
    unit: Text | None = Field(default=None, description="the unit of figures that are written without one")
    metric: Text | None = Field(default=None, description="fixed metric, where the text names none")
    priority: int = Field(default=50, ge=0, le=100)
    unless: tuple[Exclusion, ...] = ()
    examples: Examples


class ClaimFile(Extendable):
    """The rules of one kind of claim."""

    kind: Name
    reads: Text
    unit: Text | None = Field(default=None, description="canonical unit of absolute claims")
    rules: tuple[ClaimRule, ...] = ()


# --- tokens/, syntax/ (read by spaCy) --------------------------------------------------------------

TokenPattern = dict[str, Any]


class TokenSets(Strict):
    """What a token rule says of its claim beyond what the text names."""

    form: Literal["ratio", "percent_change", "percent_of", "delta", "absolute"] | None = None
    direction: Direction | None = None
    effect: Effect | None = None
    metric: Text | None = Field(default=None, description="fixed metric, where the text names none")
    value: float | int | None = Field(default=None, description="the amount, where a word carries it")
    unit: Text | None = Field(default=None, description="the unit that goes with value")


class TokenRule(Strict):
    """A sequence of tokens that makes a claim; tried on figures that no claim rule has taken."""

    slug: Slug
    reads: Text
    kind: Name | None = Field(default=None, description="left out: as the claim rules say of amount and metric")
    pattern: tuple[TokenPattern, ...] = Field(
        min_length=1, description="spaCy token patterns; slot: names the piece, words: takes classes of words/"
    )
    sets: TokenSets = TokenSets()
    confidence: float = Field(default=0.0, ge=0, le=1, description="measured precision, smoothed; 0: not measured")
    examples: Examples


class TokenFile(Extendable):
    """Rules over the tokens of a sentence."""

    reads: Text
    rules: tuple[TokenRule, ...] = ()


class ParsedExample(Strict):
    """A sentence as a parser leaves it: words, the index of each word's head and its relation."""

    words: Words
    heads: tuple[int, ...]
    deps: Words
    figure: Text = Field(description="the word that is the claim's figure")
    gives: dict[Name, Text] = Field(default={}, description="what the rule fills in; nothing in a miss")


class SyntaxRule(Strict):
    """A piece of a dependency tree around a figure that says what one of its empty columns holds."""

    slug: Slug
    reads: Text
    pattern: tuple[TokenPattern, ...] = Field(min_length=1, description="spaCy dependency pattern; a node is `figure`")
    fills: dict[Literal["baseline", "metric", "dataset", "model"], Name] = Field(min_length=1)
    hit: tuple[ParsedExample, ...] = Field(min_length=1)
    miss: tuple[ParsedExample, ...] = Field(min_length=1)


class SyntaxFile(Extendable):
    """Rules over the parse of a sentence."""

    reads: Text
    rules: tuple[SyntaxRule, ...] = ()


# --- confidence/ ----------------------------------------------------------------------------------


class ConfidenceFile(Extendable):
    """How often each rule was right and wrong on annotated papers; written by `claimx rules confidence`."""

    reads: Text
    prior: float = Field(ge=0, le=1, description="the precision of all rules together")
    measured: dict[str, tuple[int, int]] = Field(description="rule id: [right, wrong]")


FOLDERS: Final[dict[str, type[Strict]]] = {
    "normalise": NormaliseFile,
    "guards": GuardFile,
    "units": UnitFile,
    "numbers": NumberFile,
    "mentions/devices": DeviceFile,
    "mentions/models": ModelFile,
    "mentions/datasets": DatasetFile,
    "mentions/metrics": MetricFile,
    "mentions/formats": FormatFile,
    "words": WordFile,
    "qualifiers": QualifierFile,
    "constructions": ConstructionFile,
    "claims": ClaimFile,
    "confidence": ConfidenceFile,
    "tokens": TokenFile,
    "syntax": SyntaxFile,
}
