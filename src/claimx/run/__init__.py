"""Run the extraction over a stream: documents in, papers with their claims out, in the order of the input."""

from __future__ import annotations

from claimx.run.local import Result, Setup, extract_documents, keep_kinds

__all__ = ["Result", "Setup", "extract_documents", "keep_kinds"]
