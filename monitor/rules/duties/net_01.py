"""NET-01: the system can be reached over IPv6: its name has an IPv6 address, and the port answers there.

Authority: since 01/7/2026 NĐ 224/2026/NĐ-CP Điều 11 khoản 4 (portals use the IPv6 Internet address technology).
Before: TT 32/2017/TT-BTTTT Điều 15 khoản 4 (IPv6 and DNSSEC, as the roadmap goes) and the programme IPv6 For Gov,
QĐ 38/QĐ-BTTTT of 14/01/2021 (half of the ministries and provinces by 2022, all of them by 2025, for portals and
public services), whose text nobody of ours has read.
One place of looking cannot tell whose network is at fault: an IPv6 address that does not answer is worth a note, no
failure. Where we have no IPv6 ourselves, and where the configuration sends the name elsewhere so that the name
system is never asked, this place can never settle it: `undecidable_here`; a missing address fails all the same.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, fails, passes, undecided, warns
from probes.names.facts import DnsFacts


def judge(case: Case) -> Finding:
    """No AAAA record fails; one that leads nowhere warns; a question without an answer is not known."""
    seen: DnsFacts = case.facts["dns"]
    if not seen.asked or seen.ipv6 is None or not seen.exists:
        return _unseen(seen)
    if not seen.ipv6:
        return fails(case.terms.basis, "tên miền không có địa chỉ IPv6 (AAAA)", "the name has no IPv6 address (AAAA)")
    evidence: dict[str, object] = {"aaaa": list(seen.ipv6), "over_ipv6": seen.over_ipv6, "note": seen.over_ipv6_note}
    if len(seen.not_public) == len(seen.ipv6):
        return warns(
            "địa chỉ IPv6 không phải địa chỉ công cộng",
            "its IPv6 addresses are not public ones",
            **evidence,
        )
    return _reached(seen, evidence)


def _reached(seen: DnsFacts, evidence: dict[str, object]) -> Finding:
    if seen.over_ipv6 is None:
        unreached = undecided(
            "có địa chỉ IPv6 (AAAA); chưa xác định được việc truy cập qua IPv6 từ nơi giám sát",
            "it has an IPv6 address (AAAA); whether it can be reached over IPv6 is not known from where we look",
            **evidence,
        )
        return because(Cause.UNDECIDABLE_HERE, unreached)
    if seen.over_ipv6:
        return passes("truy cập được qua IPv6", "reachable over IPv6", **evidence)
    return warns(
        "có địa chỉ IPv6 (AAAA) nhưng không kết nối được qua IPv6 từ nơi giám sát",
        "it has an IPv6 address (AAAA), but no connection over IPv6 came about from where we look",
        **evidence,
    )


def _unseen(seen: DnsFacts) -> Finding:
    if not seen.asked:
        not_asked = undecided("chưa hỏi hệ thống tên miền", "the name system was not asked")
        return because(Cause.UNDECIDABLE_HERE, not_asked)
    if seen.exists is False:
        return because(Cause.NOT_SEEN, undecided("tên miền không tồn tại", "the name does not exist", host=seen.host))
    unanswered = undecided(
        "hệ thống tên miền chưa trả lời về địa chỉ IPv6",
        "the name system gave no answer about IPv6 addresses",
        unanswered=list(seen.unanswered),
    )
    return because(Cause.NOT_SEEN, unanswered)


RULE = Rule(id="NET-01", reads=("dns",), judge=judge, depends_on=("dns",))
