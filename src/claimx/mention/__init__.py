"""The mention station: a normalised text in, devices, models, datasets and formats by name out."""

from claimx.mention.mention import Mention
from claimx.mention.scanner import MentionScanner

__all__ = ["Mention", "MentionScanner"]
