"""Differences: pairing, fields, order, versions, what is allowed."""

from __future__ import annotations

import random

from claimx.diff import find_difference, find_excess
from claimx.table import claims_table, to_rows


def _rows(claims):
    return to_rows(claims_table(claims, rules_sha256=""))


def test_equal_tables_do_not_differ(claims):
    difference = find_difference(_rows(claims), _rows(claims))
    assert difference.counts() == {"added": 0, "removed": 0, "changed": 0}
    assert difference.same == len(claims)


def test_a_value_read_differently_is_a_change_not_two_events(make_claim):
    old = make_claim(value=2.0, quote="2x", start=20)
    new = make_claim(value=2.5, quote="2.5x", start=18)
    difference = find_difference(_rows([old]), _rows([new]))
    assert difference.counts() == {"added": 0, "removed": 0, "changed": 1}
    fields = difference.changed[0].fields
    assert fields["value"] == (2.0, 2.5)
    assert fields["quote"] == ("2x", "2.5x")
    assert "kind" not in fields


def test_same_id_other_attribute_is_a_change_of_that_column(make_claim):
    difference = find_difference(_rows([make_claim()]), _rows([make_claim(baseline="vLLM")]))
    assert difference.changed[0].fields == {"baseline": (None, "vLLM")}


def test_another_kind_or_place_is_no_change_but_an_addition(make_claim):
    old = [make_claim(start=20), make_claim(start=50)]
    new = [make_claim(start=20, kind="cost_saving"), make_claim(start=90)]
    assert find_difference(_rows(old), _rows(new)).counts() == {"added": 2, "removed": 2, "changed": 0}


def test_two_claims_of_one_quote_pair_with_the_likeliest(make_claim):
    old = [make_claim(value=4.0, metric="weights"), make_claim(value=8.0, metric="activations")]
    new = [make_claim(value=5.0, metric="weights"), make_claim(value=9.0, metric="activations")]
    changes = find_difference(_rows(old), _rows(new)).changed
    assert sorted((c.old["value"], c.new["value"]) for c in changes) == [(4.0, 5.0), (8.0, 9.0)]


def test_the_order_of_rows_has_no_effect(claims, make_claim):
    old = _rows([*claims, make_claim(start=200), make_claim(start=300, metric="a"), make_claim(start=300, metric="b")])
    new = _rows([*claims[:-1], make_claim(start=201), make_claim(start=301, metric="c"), make_claim(start=400)])
    expected = find_difference(old, new)
    assert all(expected.counts().values())
    for seed in range(5):
        chance = random.Random(seed)
        assert find_difference(chance.sample(old, len(old)), chance.sample(new, len(new))) == expected


def test_groups_by_kind_and_rule(make_claim):
    old = [make_claim(start=20), make_claim(start=90, kind="latency", rule="claims/latency/of")]
    new = [make_claim(start=20, statistic="max"), make_claim(start=120, rule="claims/speedup/gain")]
    difference = find_difference(_rows(old), _rows(new))
    assert difference.by("kind") == {
        "latency": {"added": 0, "removed": 1, "changed": 0},
        "speedup": {"added": 1, "removed": 0, "changed": 1},
    }
    assert list(difference.by("rule")) == ["claims/latency/of", "claims/speedup/gain", "claims/speedup/times-faster"]


def test_versions_differ_only_where_both_are_known():
    old = {"claimx.rules_sha256": "a", "claimx.schema_version": "1"}
    assert find_difference([], [], old_metadata=old, new_metadata={}).versions == {}
    new = {"claimx.rules_sha256": "b", "claimx.schema_version": "1"}
    assert find_difference([], [], old_metadata=old, new_metadata=new).versions == {"rules_sha256": ("a", "b")}


def test_what_is_allowed(make_claim):
    difference = find_difference([], _rows([make_claim(start=20), make_claim(start=60)]))
    assert find_excess(difference, fail_on=(), allow={}) == {}
    assert find_excess(difference, fail_on=("added", "removed"), allow={}) == {"added": 2}
    assert find_excess(difference, fail_on=("added",), allow={"added": 2}) == {}
    assert find_excess(difference, fail_on=(), allow={"added": 1}) == {"added": 2}
