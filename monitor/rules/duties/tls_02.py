"""TLS-02: the certificate is valid, bears the system's name, does not end soon, and the protocol is TLS 1.2 or later.

Authority: until 30/6/2026 good practice (the TLS rows of TT 39/2017/TT-BTTTT were not read, so advisory); since then
NĐ 224/2026/NĐ-CP Điều 10 khoản 3 điểm c and Điều 15 khoản 2 điểm b ask for security without saying how, so `product`.
14 days of notice are our own number: what a renewal by paper takes. So are the 7 days of grace after the end, past
which an expired certificate caps the score of its agency.
Read also where the handshake failed, for the certificate was seen then.
"""

from datetime import datetime, timedelta
from types import MappingProxyType

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, grave, outside, passes, undecided, warns
from monitor.rules.words import day, not_seen
from probes.exchange import TlsFacts
from probes.facts import Reachability

_FAULTS = MappingProxyType(
    {
        "tls_expired": ("chứng thư số đã hết hạn", "the certificate has expired"),
        "tls_not_yet_valid": ("chứng thư số chưa đến ngày hiệu lực", "the certificate is not valid yet"),
        "tls_wrong_host": ("chứng thư số không mang tên miền này", "the certificate does not bear this name"),
        "tls_untrusted": ("chứng thư số không được trình duyệt tin cậy", "browsers do not trust the certificate"),
        "tls_protocol": ("không bắt tay được TLS 1.2 trở lên", "no handshake with TLS 1.2 or later"),
    }
)
_OLD = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"})


def judge(case: Case) -> Finding:
    """A fault seen in one look only is no failure until a second look confirms it."""
    seen: Reachability = case.facts["reachability"]
    tls = seen.tls
    if tls is None:
        return _without(case, seen)
    evidence = _evidence(tls, case)
    expired = tls.not_after is not None and case.at > tls.not_after
    problem = tls.problem or ("tls_expired" if expired else None)
    if problem is not None and problem in _FAULTS:
        finding = _faulty(_FAULTS[problem], case, evidence)
        return grave(finding) if problem == "tls_expired" and _past_grace(tls, case) else finding
    if tls.version in _OLD:
        return _faulty(("dùng phiên bản TLS cũ hơn 1.2", "speaks a TLS older than 1.2"), case, evidence)
    if problem == "tls_incomplete_chain":
        return warns(
            "máy chủ không gửi đủ chuỗi chứng thư số",
            "the server does not send the whole certificate chain",
            **evidence,
        )
    return _by_days(tls, case, evidence)


def _past_grace(tls: TlsFacts, case: Case) -> bool:
    """So long ago that it caps the score, once a second look has confirmed it."""
    grace = timedelta(days=case.terms.thresholds["grace_days"])
    return case.confirmed and tls.not_after is not None and case.at - tls.not_after > grace


def _without(case: Case, seen: Reachability) -> Finding:
    failure = case.failures.get("reachability")
    if failure is None and seen.final_url.startswith("http:"):
        return outside("hệ thống không dùng HTTPS (xem TLS-01)", "no HTTPS here (see TLS-01)", final_url=seen.final_url)
    vietnamese, english = not_seen(failure)
    return because(Cause.NOT_SEEN, undecided(vietnamese, english))


def _faulty(words: tuple[str, str], case: Case, evidence: dict[str, object]) -> Finding:
    vietnamese, english = words
    if not case.confirmed:
        waiting = undecided(f"{vietnamese}, chờ xác nhận", f"{english}, to be confirmed", **evidence)
        return because(Cause.NOT_CONFIRMED, waiting)
    return fails(case.terms.basis, vietnamese, english, **evidence)


def _by_days(tls: TlsFacts, case: Case, evidence: dict[str, object]) -> Finding:
    if tls.not_after is None or tls.version is None:
        unread = undecided("không đọc được chứng thư số", "the certificate could not be read", **evidence)
        return because(Cause.UNREADABLE, unread)
    notice = case.terms.thresholds["notice_days"]
    if tls.not_after - case.at > timedelta(days=notice):
        return passes(
            f"chứng thư số còn hạn đến {_until(tls.not_after)}",
            f"the certificate holds until {tls.not_after.date().isoformat()}",
            **evidence,
        )
    return warns(
        f"chứng thư số hết hạn ngày {_until(tls.not_after)}, còn không quá {notice} ngày",
        f"the certificate ends on {tls.not_after.date().isoformat()}, within {notice} days",
        **evidence,
    )


def _until(moment: datetime) -> str:
    return day(moment.date())


def _evidence(tls: TlsFacts, case: Case) -> dict[str, object]:
    left = None if tls.not_after is None else (tls.not_after - case.at) / timedelta(days=1)
    return {
        "problem": tls.problem,
        "version": tls.version,
        "issuer": tls.issuer,
        "not_after": None if tls.not_after is None else tls.not_after.isoformat().replace("+00:00", "Z"),
        "days_left": left,
        "threshold": case.terms.thresholds["notice_days"],
    }


RULE = Rule(
    id="TLS-02",
    reads=("reachability",),
    judge=judge,
    reads_failed=("reachability",),
    thresholds={"notice_days": Unit.DAYS, "grace_days": Unit.DAYS},
    beside=frozenset({"grace_days"}),
)
