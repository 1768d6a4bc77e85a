"""Who sees a portal and who does not, in words: by vantage and network, Vietnamese first; it blames nobody."""

from collections.abc import Iterable

from monitor.rules.vantages import Quorum, VantageLook
from monitor.rules.words import STATES, UNSEEN
from probes.failures import State

_UNSEEING = (State.DOWN, State.MAINTENANCE)
Words = tuple[str, str]


def confirmed_from(quorum: Quorum | None) -> Words:
    """From how many places a failure was confirmed; without a quorum one place looked."""
    vantages = len({look.vantage for look in quorum.looks if look.votes}) if quorum else 1
    if quorum is None or vantages < 2:
        return "đã xác nhận, từ 1 điểm đo", "confirmed, from 1 vantage"
    if quorum.networks < 2:
        return (
            f"đã xác nhận, từ {vantages} điểm đo cùng một mạng",
            f"confirmed, from {vantages} vantages of one network",
        )
    return (
        f"đã xác nhận, từ {quorum.down} trên {quorum.networks} mạng",
        f"confirmed, from {quorum.down} of {quorum.networks} networks",
    )


def still_seen(quorum: Quorum | None) -> Words:
    """Who sees a portal that most cannot reach, to be added to a sentence; empty where nobody does."""
    seen = _places(look for look in quorum.looks if look.sees) if quorum else ""
    return (f"; vẫn truy cập được từ {seen}", f"; still reachable from {seen}") if seen else ("", "")


def turned_away(quorum: Quorum | None) -> Words:
    """Who was turned away from a portal that others see, to be added to a sentence; empty where nobody was."""
    away = turning_away(quorum)
    return (f"; từ chối điểm đo {away}", f"; turns away {away}") if away else ("", "")


def turning_away(quorum: Quorum | None) -> str:
    """The vantages that were turned away; empty where none was."""
    return _places(look for look in quorum.looks if look.state is State.BLOCKED) if quorum else ""


def some_see(quorum: Quorum | None) -> Words:
    """Who sees a portal and who does not, to be added to a sentence."""
    if quorum is None:
        return "", ""
    seen = _places(look for look in quorum.looks if look.sees)
    unseen = [look for look in quorum.looks if look.votes and look.state in _UNSEEING]
    why, why_en = (", ".join(_place(look, why=_why(look)[language]) for look in unseen) for language in (0, 1))
    return f": thấy từ {seen}; không thấy từ {why}", f": seen from {seen}; not seen from {why_en}"


def vantages_evidence(quorum: Quorum | None) -> dict[str, object]:
    """Every vantage with its network, state and failure, and how the networks voted; nothing where one place looked.

    There are no times in it: it says the same for as long as they see the same.
    """
    if quorum is None:
        return {}
    told = [
        {
            "vantage": look.vantage,
            "network": look.network or None,
            "state": look.state.value,
            "failure": look.failure.kind.value if look.failure else None,
            "votes": look.votes,
        }
        for look in quorum.looks
    ]
    return {"vantages": told, "networks": quorum.networks, "networks_down": quorum.down}


def _why(look: VantageLook) -> Words:
    return UNSEEN[look.failure.kind] if look.failure else STATES[look.state]


def _places(looks: Iterable[VantageLook]) -> str:
    return ", ".join(_place(look) for look in looks)


def _place(look: VantageLook, *, why: str = "") -> str:
    """`ha-noi (VNPT)`, with the reason behind the network."""
    beside = ": ".join(item for item in (look.network, why) if item)
    return f"{look.vantage} ({beside})" if beside else look.vantage
