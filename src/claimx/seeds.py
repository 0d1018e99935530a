"""Find the built-in corpus: nothing in, the folder of its files out."""

from __future__ import annotations

from pathlib import Path

from claimx.errors import InputError


def seeds_folder() -> Path:
    """Return the folder of the built-in corpus: inside the wheel, or `seeds/` of a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_data" / "seeds", package.parents[1] / "seeds"):
        if (folder / "abstracts.jsonl").is_file():
            return folder
    raise InputError("seeds/none", "the built-in corpus is missing", where=str(package), fix="install claimx again")
