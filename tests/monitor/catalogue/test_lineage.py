"""An agency's past stands with the bodies that went whole into it."""

from datetime import date

from monitor.catalogue.lineage import lineage
from monitor.catalogue.records import Agency, AgencyKind

MERGER = date(2025, 7, 1)
LAST = date(2025, 6, 30)


def body(name: str, *heirs: str, begins: date | None = None, ends: date | None = None) -> Agency:
    return Agency(
        id=name,
        kind=AgencyKind.PROVINCE,
        name_vi=name,
        name_en=name,
        valid_from=begins,
        valid_to=ends,
        successor_ids=heirs,
    )


MERGED = (
    body("a", "ab", ends=LAST),
    body("b", "ab", ends=LAST),
    body("ab", "city", begins=MERGER, ends=date(2026, 4, 29)),
    body("city", begins=date(2026, 4, 30)),
)


def test_an_agency_in_force_stands_in_its_own_place() -> None:
    assert lineage(MERGED, "ab", on=MERGER).is_itself("ab")


def test_a_merged_province_comes_from_all_of_its_predecessors() -> None:
    found = lineage(MERGED, "ab", on=LAST)
    assert (found.bodies, found.whole, found.is_itself("ab")) == (("a", "b"), True, False)


def test_changes_are_followed_back_one_after_the_other() -> None:
    assert lineage(MERGED, "city", on=date(2026, 1, 1)).bodies == ("ab",)
    assert lineage(MERGED, "city", on=LAST).bodies == ("a", "b")


def test_a_body_that_was_shared_out_cannot_be_added_up() -> None:
    agencies = (body("x", "y", "z", ends=LAST), body("y", begins=MERGER), body("z", begins=MERGER))
    found = lineage(agencies, "y", on=LAST)
    assert (found.bodies, found.whole) == (("x",), False)


def test_who_came_from_nobody_has_no_past() -> None:
    assert lineage((body("new", begins=MERGER),), "new", on=LAST).bodies == ()


def test_bodies_that_name_one_another_end_the_search() -> None:
    agencies = (body("x", "y", begins=MERGER), body("y", "x", begins=MERGER))
    assert lineage(agencies, "x", on=LAST).bodies == ()
