"""The rule reference says what the rule files say, and is the one that we ship."""

import re

import pytest

from monitor.reports.rule_reference import rule_reference
from monitor.rollup.target_files import load_targets
from monitor.rules.rulebook import BookedRule
from tests.support.judged import CONFIG, rulebook

TARGETS = load_targets(CONFIG)
PAGE = rule_reference(rulebook(), TARGETS)
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_the_shipped_reference_is_the_one_of_the_shipped_rules() -> None:
    """Made again by `emc-monitor rules > config/rules/README.md`."""
    assert (CONFIG / "rules" / "README.md").read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize("booked", rulebook().rules, ids=lambda booked: booked.rule.id)
def test_every_rule_is_told_with_its_words_its_laws_and_its_thresholds(booked: BookedRule) -> None:
    told = SECTIONS[booked.rule.id]
    for words in (booked.text.duty, booked.text.how_seen, booked.text.what_to_do):
        assert words.vi in told
        assert words.en in told
    for terms in booked.terms:
        assert terms.law is None or str(terms.law) in told
        assert all(f"`{name}` = " in told for name in terms.thresholds)


@pytest.mark.parametrize("booked", rulebook().rules, ids=lambda booked: booked.rule.id)
def test_a_number_of_our_own_is_marked_wherever_it_stands(booked: BookedRule) -> None:
    rows = SECTIONS[booked.rule.id].strip().splitlines()[-len(booked.terms) :]
    for terms, row in zip(booked.terms, rows, strict=True):
        marked = set(re.findall(r"`(\w+)` = (?:(?!<br>).)*product default", row))
        assert marked == set(terms.product_thresholds)


def test_every_target_is_told_and_one_without_a_goal_has_none() -> None:
    rows = {row.split(" | ")[0].strip("| "): row for row in PAGE.splitlines() if row.startswith("| TGT-")}
    assert list(rows) == [target.id for target in TARGETS]
    assert "không có (none)" in rows["TGT-06"]
    assert "never added up" in rows["TGT-05"]


def test_a_text_that_was_not_read_in_full_is_told_as_such() -> None:
    assert "not read in full" in SECTIONS["EMC-01"]
    assert "not read in full" not in SECTIONS["NET-02"]
