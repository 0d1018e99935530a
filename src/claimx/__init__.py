"""Typed rows for the numeric claims in abstracts: texts or documents in, a DataFrame out.

Names are imported when first used, so that `import claimx` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimx.document import Document
    from claimx.frame import extract
    from claimx.model import Claim
    from claimx.packs import load_rules
    from claimx.read import read_documents
    from claimx.show import displacy_options
    from claimx.table import read_claims, read_papers

    __version__: str

__all__ = [
    "Claim",
    "Document",
    "__version__",
    "displacy_options",
    "extract",
    "load_rules",
    "read_claims",
    "read_documents",
    "read_papers",
]

_HOMES = {
    "Claim": "claimx.model",
    "Document": "claimx.document",
    "displacy_options": "claimx.show",
    "extract": "claimx.frame",
    "load_rules": "claimx.packs",
    "read_claims": "claimx.table",
    "read_documents": "claimx.read",
    "read_papers": "claimx.table",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("claimx")
    if name not in _HOMES:
        raise AttributeError(f"module 'claimx' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
