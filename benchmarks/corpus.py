"""The texts to measure on: nothing in, the listings beside the checkout or the built-in corpus out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimx.document import Document
from claimx.errors import InputError
from claimx.read import read_documents
from claimx.seeds import seeds_folder

SHARED = Path(__file__).resolve().parents[2] / "shared"


def read_corpus(inputs: Sequence[str] = ()) -> tuple[str, list[Document]]:
    """Return what the corpus is called and its documents: the inputs given, else the saved listings at hand."""
    if inputs:
        return ", ".join(Path(name).name for name in inputs), list(read_documents(inputs))
    pages = sorted((SHARED / "seeds").glob("*.txt"))
    if pages:
        return "saved listings", list(read_documents(pages))
    return "built-in corpus", list(read_documents(seeds_folder() / "abstracts.jsonl"))


def read_listings() -> list[Document]:
    """Return the documents of the saved listings. Raises `InputError` where there are none."""
    name, documents = read_corpus()
    if name != "saved listings":
        raise InputError("corpus/none", "no saved listings", where=str(SHARED.name), fix="put them beside the checkout")
    return documents
