"""The normalise station: an original section text in, `NormalText` of the same length out."""

from claimx.normalise.text import Normaliser, NormalText

__all__ = ["NormalText", "Normaliser"]
