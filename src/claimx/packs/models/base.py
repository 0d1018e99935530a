"""What all rule files share: strict models, names, and examples with the claims they expect."""

from __future__ import annotations

from typing import Annotated, Literal

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
