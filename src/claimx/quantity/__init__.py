"""The quantity station: a normalised text in, guarded spans and `Quantity` values out."""

from claimx.quantity.quantity import Quantity
from claimx.quantity.scanner import QuantityScanner

__all__ = ["Quantity", "QuantityScanner"]
