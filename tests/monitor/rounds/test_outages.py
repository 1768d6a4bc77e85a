"""What the round's memory says of an outage comes back as it was."""

import json

import pytest

from monitor.rounds.outages import remembered_outage, to_remember
from monitor.rules.history import Outage
from tests.support.judged import AT

BEGUN = Outage(since=AT, last=AT, failed=3)


@pytest.mark.parametrize("outage", [None, BEGUN, Outage(since=AT, last=AT, failed=3, good=1)])
def test_it_survives_the_store(outage: Outage | None) -> None:
    assert remembered_outage(json.loads(json.dumps(to_remember(outage)))) == outage


def test_an_older_memory_names_none() -> None:
    assert remembered_outage({"digest": "abc"}) is None
