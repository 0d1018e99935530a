"""The `spacy` extractor: sentences with items and drafts in, the drafts that only tokens can tell out.

spaCy is imported here, in `spacy_component.py` and in `show.py`, and by nothing that runs without it.
"""

from claimx.tokens.reader import TokenReader

__all__ = ["TokenReader"]
