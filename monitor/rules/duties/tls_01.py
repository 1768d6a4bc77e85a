"""TLS-01: the system is offered over HTTPS, and plain HTTP leads there.

Authority: TT 32/2017/TT-BTTTT Điều 20 (HTTPS for online services; its parent decree ended on 14/8/2022, so advisory
after that day); since 01/7/2026 NĐ 224/2026/NĐ-CP Điều 10 khoản 3 điểm c and Điều 15 khoản 2 điểm b (security).
Where HTTPS is offered beside an HTTP that does not lead to it, a person can still choose it: a warning, no failure.
A failed handshake is left to TLS-02: HTTPS is offered there, only not well.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, fails, passes, undecided, warns
from monitor.rules.words import not_seen
from probes.facts import Reachability


def judge(case: Case) -> Finding:
    """Plain HTTP for content fails; HTTPS without a redirect from HTTP warns; not asked is not known."""
    seen: Reachability = case.facts["reachability"]
    secure = seen.final_url.lower().startswith("https:")
    evidence: dict[str, object] = {"final_url": seen.final_url, "http_to_https": seen.http_to_https}
    if secure and seen.status is not None:
        return _secure(seen.http_to_https, evidence)
    if "reachability" in case.failures or seen.status is None:
        vietnamese, english = not_seen(case.failures.get("reachability"))
        return because(Cause.NOT_SEEN, undecided(vietnamese, english, **evidence))
    return fails(
        case.terms.basis,
        "nội dung được cung cấp qua HTTP không mã hóa",
        "content is served over plain HTTP",
        **evidence,
    )


def _secure(redirects: bool | None, evidence: dict[str, object]) -> Finding:
    if redirects is None:
        not_asked = undecided(
            "có HTTPS, chưa xem HTTP có chuyển sang HTTPS hay không",
            "HTTPS is offered; whether plain HTTP leads to it was not asked",
            **evidence,
        )
        return because(Cause.NOT_SEEN, not_asked)
    if redirects:
        return passes("dùng HTTPS và HTTP chuyển sang HTTPS", "HTTPS, and HTTP leads to it", **evidence)
    return warns(
        "có HTTPS nhưng HTTP không chuyển sang HTTPS",
        "HTTPS is offered, but plain HTTP does not lead to it",
        **evidence,
    )


RULE = Rule(
    id="TLS-01",
    reads=("reachability",),
    judge=judge,
    reads_failed=("reachability",),
    depends_on=("reachability",),
)
