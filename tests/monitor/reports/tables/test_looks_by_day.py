"""The table of looks by day tells what was counted, of judged portals, with means over those that got so far."""

from datetime import timedelta
from pathlib import Path

from probes.exchange import Phases
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import DAY, START, observation, reachability, round_
from tests.support.reading_api import fill, opened, reading_api, small_configuration

PATH = "/api/v1/export/looks_by_day.json"


def test_days_are_told_by_outcome_with_their_means(tmp_path: Path) -> None:
    with opened(tmp_path) as store, reading_api(store, small_configuration(tmp_path / "config")) as reader:
        fill(store)
        slow = reachability(total=1.0, phases=Phases(resolve=0.5))
        silent = failed(FailureKind.READ_TIMEOUT, "im lặng")
        for minutes, facts, failure in ((5, slow, None), (10, None, silent)):
            at = START + timedelta(days=3, minutes=minutes)
            seen = observation(facts, at=at, portal="p1.portal", failure=failure)
            state = State.UP if facts else State.DOWN
            store.keep([round_(at, state, portal="p1.portal", agency="p", observations=(seen,))])
        rows = reader.rows(f"{PATH}?portal=p1.portal")
        assert [(row["day"], row["outcome"], row["looks"]) for row in rows] == [
            *((str(DAY + timedelta(days=number)), "seen", 1) for number in range(3)),
            (str(DAY + timedelta(days=3)), "read_timeout", 1),
            (str(DAY + timedelta(days=3)), "seen", 2),
        ]
        assert (rows[3]["mean"], rows[3]["resolve"]) == (None, None)
        last = rows[4]
        assert (last["mean"], last["fastest"], last["slowest"]) == (0.69, 0.38, 1.0)
        assert (last["resolve"], last["tls"], last["transfer"]) == (0.255, 0.05, None)
        assert (last["agency"], last["vantage"]) == ("p", "local")


def test_days_outcomes_and_agencies_can_be_asked_for(tmp_path: Path) -> None:
    with opened(tmp_path) as store, reading_api(store, small_configuration(tmp_path / "config")) as reader:
        fill(store)
        days = f"from={DAY}&to={DAY + timedelta(days=1)}"
        assert [row["portal"] for row in reader.rows(f"{PATH}?{days}")] == ["p1.portal", "p1.portal", "p2.portal"]
        assert reader.rows(f"{PATH}?{days}&outcome=blocked") == []
        assert len(reader.rows(f"{PATH}?agency=p&from={DAY}&to={DAY}")) == 2
        assert reader.rows(f"{PATH}?agency=m") == []
        assert reader.ask(f"/api/v1/export/looks_by_day.csv?from={DAY}&to={DAY}").body.count(b"\r\n") == 3
