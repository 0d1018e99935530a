"""`Part`: one number of a quantity, before numbers are joined to ranges and lists."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """Digits, scale and unit of one number, and where each ends."""

    start: int
    number_end: int
    end: int
    digits: str
    power: str | None
    scale: str
    unit: str | None
    dimension: str

    @property
    def whole(self) -> int:
        """How many digits stand before the decimal point."""
        return len(self.digits.partition(".")[0].replace(",", "").replace(" ", ""))
