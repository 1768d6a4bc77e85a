"""The day's score of every agency is kept, again and again, and a store that refuses ends nothing."""

import logging
import threading
from datetime import UTC, date, datetime

import pytest

from monitor.catalogue.records import Catalogue
from monitor.daily_scores import DailyScores, day_scores
from monitor.rollup.picture import Picture, draw
from monitor.storage.errors import StoreError
from tests.support.judged import agency, portal
from tests.support.rounds import LAW_DAY, RULEBOOK

LATE = datetime(2026, 11, 20, 18, tzinfo=UTC)  # 01:00 ngày 21/11 giờ Việt Nam


def picture() -> Picture:
    lone = agency(id="x-an-mau")
    return draw(
        catalogue=Catalogue(agencies=(agency(), lone), portals=(portal(),)),
        standings=(),
        scoring=RULEBOOK.scoring,
        targets=(),
        at=LATE,
        law_day=LAW_DAY,
    )


def test_the_day_is_the_one_of_the_people_here_and_names_the_rule_book() -> None:
    (kept,) = day_scores(picture(), rulebook="aaaaaaaaaaaa")
    assert (kept.day, kept.agency, kept.rulebook, kept.law_day) == (
        date(2026, 11, 21),
        "x-vinh-mau",
        "aaaaaaaaaaaa",
        LAW_DAY,
    )
    assert (kept.score, kept.coverage, kept.band) == (None, None, None)


def test_they_are_kept_again_and_again_until_stopped_also_after_the_store_refused(
    caplog: pytest.LogCaptureFixture,
) -> None:
    thrice, told = threading.Event(), []

    def keep() -> None:
        told.append(len(told))
        if len(told) == 1:
            raise StoreError("the disk is full")
        if len(told) == 3:
            thrice.set()

    scores = DailyScores(keep, first=0.0, every=0.001)
    with caplog.at_level(logging.ERROR):
        scores.start()
        assert thrice.wait(30)
    scores.stop()
    assert "scores of the day not kept: the disk is full" in caplog.text


def test_one_that_is_stopped_before_its_first_time_keeps_nothing() -> None:
    told: list[int] = []
    scores = DailyScores(lambda: told.append(1), first=0.0, every=0.0)
    scores.stop()
    scores.start()
    assert not told
