"""`Quantity`: one number or range with its unit, as it stands in a normalised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Fewer tokens than this, written out, are the length of an input and no amount of data.
_SEQUENCE: Final = 20_000
# Fewer thousands of tokens than this are the length of an input too.
_LONGEST: Final = 2_000_000
# Fewer tokens than this are parts of an input, and no length of one.
_HANDFUL: Final = 32
# Fewer parameters than this are those of a formula or a point, not of a model.
_PARAMETERS: Final = 1_000
_VERBS: Final = ("doubl", "tripl", "quadrupl", "halv")


@dataclass(slots=True)
class Quantity:
    """Hold an amount: value, optional range end, unit and dimension, at `[start, end)`.

    `end` closes the quote (number and unit); `number_end` the number alone. `unit` is None for a bare
    number (dimension `number`). `scale` is the letter or word that scaled it (`B`, `million`), `sign`
    a written `+`, `-` or an arrow (`negative`: a minus), `bound` the mark in front (`~`, `<`). For "from
    A to B", `split` is where the second number starts, so that a change from A to B can be taken apart
    again. `near` tells that it is how far something may be off ("within 1%"), `article` which article led
    to it, `stop` where how far the figure itself may be off ends ("2.76 ± 0.09%").
    """

    start: int
    end: int
    number_end: int
    value: float
    value_high: float | None
    unit: str | None
    dimension: str
    scale: str = ""
    sign: str = ""
    negative: bool = False
    bound: str = ""
    plus: bool = False
    split: int = -1
    first_end: int = -1
    word: str = ""
    compound: bool = False
    decimal: bool = False
    limited: bool = False
    near: bool = False
    article: str = ""
    stop: int = -1
    qualifier: str = "exact"
    statistic: str | None = None

    @property
    def acts(self) -> bool:
        """Tell whether it is itself a verb, whose object is what changes: "halves the latency of"."""
        return self.word.startswith(_VERBS)

    @property
    def amount(self) -> str:
        """Return the dimension rules ask for.

        A plain whole number is an `integer`, it measures less; a percentage that a change comes from or
        goes to is a `level`, never a change itself; a few thousand tokens are a `sequence`.
        """
        if self.dimension == "percent" and self.word in ("from", "to") and self.value_high is None:
            return "level"
        if self.dimension == "parameters" and self.value < _PARAMETERS:
            return "few"
        if self.dimension == "items" and self.word and not self.scale:
            return "few"
        if self.dimension == "tokens" and self.scale in ("k", "K") and self.value < _LONGEST:
            return "sequence"
        if self.dimension == "tokens" and not self.scale and self.value < _SEQUENCE:
            return "sequence" if self.value >= _HANDFUL else "few"
        if self.dimension == "number" and self.scale:
            return "scaled"
        if self.dimension != "number" or self.sign or self.decimal or not self.value.is_integer():
            return self.dimension
        return "integer" if self.value_high is None or self.value_high.is_integer() else "number"
