"""The rule book: what we ship, which version it has, and which mistakes stop it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from monitor.rules.contract import Basis, Case, Finding, Outcome, Rule, Severity, Unit
from monitor.rules.discovery import find_rules
from monitor.rules.findings import passes
from monitor.rules.rule_file import overlaps
from monitor.rules.rule_folder import rules_of
from monitor.rules.rulebook import BookedRule, RuleBook, holds_on, load_rulebook, version_of
from probes.mistakes import DataError
from tests.support.judged import CONFIG, agency, portal, rulebook

BAD = Path(__file__).parent / "bad"


def always(_case: Case) -> Finding:
    return passes("mẫu", "sample")


SAMPLE = Rule(
    id="X-01",
    reads=(),
    judge=always,
    thresholds={"notice_days": Unit.DAYS, "up_ratio": Unit.RATIO},
)
BOOKED = rulebook().rules


def beside(folder: Path) -> None:
    """The files that stand beside the rules."""
    for name in ("scoring.toml", "holidays.toml"):
        copyfile(CONFIG / name, folder / name)


def book_of(tmp_path: Path, *files: Path, rules: tuple[Rule, ...] = (SAMPLE,)) -> RuleBook:
    (tmp_path / "rules").mkdir()
    beside(tmp_path)
    for file in files:
        copyfile(file, tmp_path / "rules" / "X-01.toml")
    return load_rulebook(tmp_path, rules={rule.id: rule for rule in rules})


@pytest.mark.parametrize("file", sorted(BAD.glob("*.toml")), ids=lambda file: file.stem)
def test_a_bad_rule_file_is_told_with_place_and_expected_form(file: Path, tmp_path: Path) -> None:
    expected = file.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    if not expected:
        assert book_of(tmp_path, file).booked("X-01") is not None
        return
    with pytest.raises(DataError) as caught:
        book_of(tmp_path, file)
    assert [str(mistake) for mistake in caught.value.mistakes] == expected


def test_a_judging_part_without_a_file_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^rules/X-01\.toml: missing; expected the terms of X-01$"):
        book_of(tmp_path)


def test_the_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    copytree(CONFIG / "rules", tmp_path / "rules")
    (tmp_path / "scoring.toml").write_text("[weights]\n", encoding="utf-8")
    (tmp_path / "holidays.toml").write_text("first = 2019\n", encoding="utf-8")
    (tmp_path / "rules" / "TLS-02.toml").write_text("id = 3\n", encoding="utf-8")
    (tmp_path / "rules" / "NEW-01.toml").write_text('id = "NEW-01"\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_rulebook(tmp_path)
    assert {mistake.file for mistake in caught.value.mistakes} == {
        "holidays.toml",
        "scoring.toml",
        "rules/TLS-02.toml",
        "rules/NEW-01.toml",
    }


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("advisory = 0", "advisory = 1", "scoring.toml: weights.advisory: 1 is not allowed; expected 0"),
        ("fail = 0.0", "fail = 0.1", "scoring.toml: credits: the ends are moved; expected pass = 1.0 and fail = 0.0"),
        (
            "warn = 0.5",
            "warn = 1.5",
            "scoring.toml: credits.warn: 1.5 is not allowed; expected a ratio from 0 to 1 such as 0.99",
        ),
        ("minor = 1", "", "scoring.toml: weights.minor: missing; expected a number from 0 to 100"),
        ("minor = 1", "minor = 1\nsmall = 1", "scoring.toml: weights.small: unknown key; expected no such key"),
    ],
)
def test_weights_and_credits_are_checked(was: str, becomes: str, message: str, tmp_path: Path) -> None:
    copytree(CONFIG / "rules", tmp_path / "rules")
    beside(tmp_path)
    text = (CONFIG / "scoring.toml").read_text(encoding="utf-8")
    (tmp_path / "scoring.toml").write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_rulebook(tmp_path)
    assert str(caught.value) == message


def test_the_version_changes_with_any_byte_but_not_with_line_ends_or_the_clock(tmp_path: Path) -> None:
    copytree(CONFIG / "rules", tmp_path / "rules")
    beside(tmp_path)
    assert version_of(rules_of(tmp_path)) == rulebook().version
    file = tmp_path / "rules" / "TLS-02.toml"
    body = file.read_bytes()
    file.write_bytes(body.replace(b"\n", b"\r\n"))
    assert version_of(rules_of(tmp_path)) == rulebook().version
    file.write_bytes(body.replace(b"notice_days = 14", b"notice_days = 15"))
    assert version_of(rules_of(tmp_path)) != rulebook().version


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_every_shipped_rule_names_a_law_with_document_and_article(booked: BookedRule) -> None:
    laws = [terms.law for terms in booked.terms if terms.law]
    assert laws
    assert all(law.document and law.article for law in laws)
    assert all(terms.law for terms in booked.terms if terms.basis is not Basis.PRODUCT)


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_only_a_text_that_was_read_is_called_law(booked: BookedRule) -> None:
    assert all(terms.law and terms.law.read_in_full for terms in booked.terms if terms.basis is Basis.LAW)


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_words_for_people_blame_nobody(booked: BookedRule) -> None:
    texts = (booked.text.duty.vi, booked.text.what_to_do.vi, booked.text.how_seen.vi)
    assert not [word for word in ("sập", "vi phạm", "kết nối đầy đủ") for text in texts if word in text]


def test_every_judging_part_is_booked_once_in_the_order_of_the_ids() -> None:
    ids = [booked.rule.id for booked in BOOKED]
    assert ids == sorted(find_rules())
    assert rulebook().booked("EMC-99") is None


def test_weights_follow_the_severity() -> None:
    expected = {Severity.CRITICAL: 5, Severity.MAJOR: 3, Severity.MINOR: 1, Severity.ADVISORY: 0, Severity.INFO: 0}
    assert all(terms.weight == expected[terms.severity] for booked in BOOKED for terms in booked.terms)
    assert rulebook().scoring.credits == {Outcome.PASS: 1, Outcome.WARN: 0.5, Outcome.FAIL: 0}


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-06-30", False), ("2026-07-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_both_ends_of_a_stretch_belong_to_it(day: str, holds: bool) -> None:
    terms = replace(BOOKED[0].terms[0], effective_from=date(2026, 7, 1), effective_to=date(2026, 12, 31))
    assert holds_on(terms, date.fromisoformat(day)) is holds


@pytest.mark.parametrize(
    ("change", "meet"),
    [
        ({}, True),
        ({"effective_from": date(2027, 1, 1)}, False),
        ({"effective_from": date(2026, 12, 31)}, True),
        ({"effective_from": None, "effective_to": date(2026, 6, 30)}, False),
        ({"effective_from": None, "effective_to": None}, True),
        ({"agencies": frozenset({"x-one"})}, True),
        ({"launched_from": date(2024, 4, 5)}, True),
    ],
)
def test_stretches_meet_where_days_and_scope_do(change: dict[str, object], meet: bool) -> None:
    one = replace(BOOKED[0].terms[0], effective_from=date(2026, 7, 1), effective_to=date(2026, 12, 31))
    other = replace(one, **change)  # type: ignore[arg-type]
    assert overlaps(one, other) is meet
    assert overlaps(other, one) is meet


def test_agencies_named_apart_and_launch_days_that_follow_each_other_do_not_meet() -> None:
    one = BOOKED[0].terms[0]
    assert not overlaps(replace(one, agencies=frozenset({"x-one"})), replace(one, agencies=frozenset({"x-two"})))
    day = date(2024, 4, 5)
    assert not overlaps(replace(one, launched_from=day), replace(one, launched_before=day))


def test_stretches_in_scope_come_earliest_first() -> None:
    booked = rulebook().booked("REACH-01")
    assert booked is not None
    days = [terms.effective_from for terms in booked.in_scope(portal(), agency())]
    assert days == [date(2011, 10, 1), date(2022, 8, 15), date(2026, 7, 1)]


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_a_duty_whose_text_nobody_read_advises_or_is_a_criterion(booked: BookedRule) -> None:
    unread = [terms for terms in booked.terms if terms.law and not terms.law.read_in_full]
    assert all(terms.severity <= Severity.ADVISORY or terms.basis is Basis.CRITERION for terms in unread)


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_every_number_under_our_own_basis_is_marked_as_ours(booked: BookedRule) -> None:
    own = [terms for terms in booked.terms if terms.basis is Basis.PRODUCT]
    assert all(terms.product_thresholds or not booked.rule.thresholds for terms in own)


def test_few_gates_are_named_and_each_is_used() -> None:
    named = {(booked.rule.id, terms.gate) for booked in BOOKED for terms in booked.terms if terms.gate}
    assert named == {("AV-01", "unavailable"), ("TLS-02", "expired_certificate"), ("SEC-01", "foreign_content")}
    assert set(rulebook().scoring.gates) == {gate for _, gate in named}
