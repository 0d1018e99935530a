"""Rules that are asked last: only about figures that nothing else claims, and trusted less."""

from __future__ import annotations

import pytest

from claimx import Document
from claimx.packs import load_rules
from claimx.packs.models import ClaimFile
from claimx.pipeline import Extractor
from claimx.resolve.confidence import Confidence


@pytest.fixture(scope="module")
def rules():
    return load_rules()


@pytest.fixture(scope="module")
def last(rules):
    return [f"{file.path}/{rule.slug}" for file, model in rules.of(ClaimFile) for rule in model.rules if rule.is_last]


def claims_of(extractor, text):
    return extractor.extract_document(Document(doc_id="p", title="Quill", abstract=f"We present Quill. {text}"))[1]


@pytest.mark.parametrize(
    "text",
    [
        "It is 2.3x faster than vLLM.",
        "Our sampler keeps processing elements 97% busy.",  # a token rule's
        "By over 15% and 20%, our router outperforms random and greedy baselines in throughput.",  # too
    ],
)
def test_what_another_rule_reads_is_not_read_twice(rules, last, text):
    found = claims_of(Extractor(rules), text)
    assert found
    assert not [claim.rule for claim in found if claim.rule in last]


def test_what_no_rule_reads_is_read_last(rules, last):
    found = claims_of(Extractor(rules), "On recommenders it is 58.2%, most of it in one kernel.")
    assert [(claim.value, claim.rule in last) for claim in found] == [(58.2, True)]


def test_without_the_rules_extractor_nothing_is_asked_last(rules):
    found = claims_of(Extractor(rules, extractors=["spacy"]), "On recommenders it is 58.2%, most of it in one kernel.")
    assert not found


def test_a_rule_asked_last_is_trusted_less_than_one_never_measured(rules, last):
    confidence = Confidence(rules)
    assert last
    assert all(confidence.of(rule) < confidence.of("claims/none/of-these") for rule in last)
