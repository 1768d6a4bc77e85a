"""Connection to EMC: certain only where it was seen."""

from dataclasses import replace
from itertools import permutations

import pytest

from monitor.catalogue.records import Lifecycle
from monitor.rollup.connection import TagSight, connection, tag_sight
from probes.contract import System
from probes.facts import EmcTag, RenderedPage
from probes.failures import State
from tests.support.judged import GOOD_TAG, landing_page, portal

PORTAL, SERVICE, ONE_STOP = System.PORTAL, System.PUBLIC_SERVICE, System.ONE_STOP


def sight(system: System, tag: bool | None, retired: bool = False) -> TagSight:
    return TagSight(system=system, tag=tag, retired=retired)


@pytest.mark.parametrize(
    ("on_portal", "on_service", "expected"),
    [
        (True, True, "full"),
        (True, False, "partial"),
        (False, True, "partial"),
        (False, False, "none"),
        (True, None, "unknown"),
        (None, True, "unknown"),
        (False, None, "unknown"),
        (None, False, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_two_systems(on_portal: bool | None, on_service: bool | None, expected: str) -> None:
    assert connection([sight(PORTAL, on_portal), sight(SERVICE, on_service)]) == expected


@pytest.mark.parametrize(("tag", "expected"), [(True, "full"), (False, "none"), (None, "unknown")])
def test_a_retired_public_service_portal_needs_no_tag(tag: bool | None, expected: str) -> None:
    assert connection([sight(PORTAL, tag), sight(SERVICE, None, retired=True)]) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ((True, True, True), "full"),
        ((True, True, False), "partial"),
        ((True, True, None), "unknown"),
        ((True, None, False), "partial"),
        ((False, False, False), "none"),
        ((False, False, None), "unknown"),
    ],
)
def test_every_portal_of_a_system_counts_in_any_order(tags: tuple[bool | None, ...], expected: str) -> None:
    for one, two, three in permutations(tags):
        assert connection([sight(PORTAL, one), sight(SERVICE, two), sight(SERVICE, three)]) == expected


@pytest.mark.parametrize("tag", [True, False, None])
def test_a_system_that_nobody_listed_is_not_held_against_the_agency(tag: bool | None) -> None:
    assert connection([sight(PORTAL, tag)]) == "unknown"
    assert connection([sight(SERVICE, tag)]) == "unknown"


def test_a_one_stop_system_says_nothing() -> None:
    assert connection([sight(ONE_STOP, False), sight(PORTAL, True), sight(SERVICE, True)]) == "full"
    assert connection([sight(ONE_STOP, True)]) == "unknown"
    assert connection([]) == "unknown"


def test_an_agency_whose_systems_are_all_retired_is_unknown() -> None:
    assert connection([sight(PORTAL, None, retired=True), sight(SERVICE, None, retired=True)]) == "unknown"


@pytest.mark.parametrize(
    ("lifecycle", "state", "retired"),
    [
        (Lifecycle.FRONT_END, State.UP, False),
        (Lifecycle.FRONT_END, State.RETIRED, True),
        (Lifecycle.RETIRED, State.DOWN, True),
    ],
)
def test_a_sight_is_retired_by_catalogue_or_by_what_was_seen(lifecycle: Lifecycle, state: State, retired: bool) -> None:
    found = tag_sight(portal(lifecycle=lifecycle), state=state, page=landing_page())
    assert (found.retired, found.tag) == (retired, True)


def test_an_incomplete_tag_is_none_and_no_page_is_not_known() -> None:
    tag = EmcTag(seen=False, site_id=None, insecure=False, parts=("queue",), note="")
    assert tag_sight(portal(), state=State.UP, page=landing_page(emc=tag)).tag is False
    assert tag_sight(portal(), state=State.BLOCKED, page=None).tag is None


@pytest.mark.parametrize(
    ("source", "shown", "tag"),
    [(None, True, True), (False, True, True), (None, None, None), (None, False, None), (False, False, False)],
)
def test_a_tag_that_a_script_puts_in_is_seen_in_a_browser_and_what_was_not_seen_there_proves_nothing(
    source: bool | None, shown: bool | None, tag: bool | None
) -> None:
    page = landing_page(emc=replace(GOOD_TAG, seen=source))
    rendered = RenderedPage(loads=3, tag_seen=shown)
    assert tag_sight(portal(), state=State.UP, page=page, rendered=rendered).tag is tag
