"""Who sees a portal and who does not is told by vantage and network, and a place that looks alone is told as one."""

from monitor.rounds.quorum import decide
from monitor.rules.vantage_words import confirmed_from, some_see, still_seen, turned_away, vantages_evidence
from monitor.rules.vantages import VantageLook
from probes.failures import FailureKind, State, failed
from tests.support.judged import AT

K = FailureKind


def seen(vantage: str, network: str, state: State = State.UP, kind: FailureKind | None = None) -> VantageLook:
    failure = failed(kind, "") if kind else None
    return VantageLook(
        vantage=vantage, network=network, at=AT, state=failure.state if failure else state, failure=failure
    )


HA_NOI, HUE, SAI_GON = seen("ha-noi", "VNPT"), seen("hue", "FPT"), seen("sai-gon", "")
LATE_HUE, NO_SAI_GON = seen("hue", "FPT", kind=K.READ_TIMEOUT), seen("sai-gon", "", kind=K.CONNECTION_REFUSED)


def test_a_vantage_alone_is_named_as_one_place() -> None:
    assert confirmed_from(None)[0] == "đã xác nhận, từ 1 điểm đo"
    assert confirmed_from(decide([LATE_HUE])) == ("đã xác nhận, từ 1 điểm đo", "confirmed, from 1 vantage")


def test_vantages_of_one_network_are_told_as_one_network() -> None:
    quorum = decide([LATE_HUE, seen("da-nang", "FPT", kind=K.READ_TIMEOUT)])
    assert confirmed_from(quorum)[0] == "đã xác nhận, từ 2 điểm đo cùng một mạng"


def test_a_majority_is_told_with_those_who_still_see_it() -> None:
    quorum = decide([HA_NOI, LATE_HUE, NO_SAI_GON])
    assert confirmed_from(quorum)[0] == "đã xác nhận, từ 2 trên 3 mạng"
    assert still_seen(quorum) == ("; vẫn truy cập được từ ha-noi (VNPT)", "; still reachable from ha-noi (VNPT)")


def test_partly_names_who_sees_it_and_who_does_not_and_why() -> None:
    quorum = decide([HA_NOI, LATE_HUE, SAI_GON])
    assert some_see(quorum) == (
        ": thấy từ sai-gon, ha-noi (VNPT); không thấy từ hue (FPT: không trả lời kịp thời hạn)",
        ": seen from sai-gon, ha-noi (VNPT); not seen from hue (FPT: did not answer in time)",
    )


def test_one_that_is_turned_away_is_a_fact_about_that_vantage() -> None:
    quorum = decide([HA_NOI, seen("hue", "FPT", kind=K.BLOCKED)])
    assert turned_away(quorum)[0] == "; từ chối điểm đo hue (FPT)"
    assert turned_away(decide([HA_NOI])) == ("", "")


def test_the_evidence_names_every_vantage_also_those_that_do_not_vote() -> None:
    told = vantages_evidence(decide([HA_NOI, LATE_HUE, seen("sai-gon", "", kind=K.MONITOR_OFFLINE)]))
    assert (told["networks"], told["networks_down"]) == (2, 1)
    assert told["vantages"] == [
        {"vantage": "sai-gon", "network": None, "state": "unknown", "failure": "monitor_offline", "votes": False},
        {"vantage": "hue", "network": "FPT", "state": "down", "failure": "read_timeout", "votes": True},
        {"vantage": "ha-noi", "network": "VNPT", "state": "up", "failure": None, "votes": True},
    ]
    assert vantages_evidence(None) == {}
