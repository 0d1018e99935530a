"""A small frozen rule set, so that what is explained changes only with the code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimx.document import Document
from claimx.explain import Explanation, explain_document
from claimx.packs.loader import read_packs
from claimx.packs.rule_file import Rules
from claimx.pipeline import Extractor

Explain = Callable[[str], Explanation]


@pytest.fixture(scope="session")
def small_rules() -> Rules:
    rules, findings = read_packs((Path(__file__).parent / "rules",), shipped=False)
    assert not findings
    return rules


@pytest.fixture(scope="session")
def explain(small_rules: Rules) -> Explain:
    extractor = Extractor(small_rules)
    return lambda text: explain_document(extractor, Document("d1", "", text))
