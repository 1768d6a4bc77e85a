"""LIFE-01: a retired public-service portal leads to the national portal.

Authority: CV 623/TTg-KSTT of 30/5/2025 (known through the press, not read, so `criterion`): provincial interfaces
closed on 01/7/2025, in HCM City on 01/6/2025, ministerial ones by 02/2026; NĐ 118/2025/NĐ-CP behind it.
Leading on passes, being simply gone fails, still answering with services of its own is reported as a warning:
from outside we see the entry, not whether a dossier would be taken.
"""

from monitor.catalogue.records import Lifecycle
from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, outside, passes, undecided, warns
from monitor.rules.links import link_naming
from monitor.rules.words import STATES, UNSEEN, not_seen
from probes.answer import PageKind
from probes.facts import LandingPage
from probes.failures import State


def judge(case: Case) -> Finding:
    """By state first, by the page where one of its own still answers."""
    if case.state is State.RETIRED:
        return passes(
            "đã chuyển sang Cổng Dịch vụ công quốc gia",
            "moved to the national portal",
            state=case.state.value,
        )
    if case.lifecycle is not Lifecycle.RETIRED:
        return _kept_open(case)
    if case.state is State.DOWN:
        return _gone(case)
    if case.state is not State.UP:
        return because(Cause.NOT_SEEN, undecided(*STATES[case.state], state=case.state.value))
    return _answering(case)


def _kept_open(case: Case) -> Finding:
    """Somebody vouches for it: since 01/7/2026 Decree 224 art. 15.1i leaves provinces what no central system offers."""
    page = case.facts.get("landing_page")
    entry = None if page is None else _entry(page, case)
    told = ("", "")
    if entry is not None:
        told = ("; trang còn lối vào nộp hồ sơ hoặc đăng nhập", "; its page has an entry for dossiers or to sign in")
    return outside(
        f"danh mục ghi hệ thống này còn phục vụ người dân{told[0]}",
        f"the catalogue keeps this system as a front end{told[1]}",
        state=case.state.value,
        entry=entry,
    )


def _entry(page: LandingPage, case: Case) -> str | None:
    link = link_naming(page.links, case.terms.thresholds["service_words"])
    return None if link is None else link.text


def _gone(case: Case) -> Finding:
    failure = case.failures.get("reachability")
    vietnamese, english = UNSEEN[failure.kind] if failure else STATES[State.DOWN]
    evidence: dict[str, object] = {
        "state": case.state.value,
        "failure": None if failure is None else failure.kind.value,
    }
    if not case.confirmed:
        waiting = undecided(f"{vietnamese}, chờ xác nhận", f"{english}, to be confirmed", **evidence)
        return because(Cause.NOT_CONFIRMED, waiting)
    return fails(
        case.terms.basis,
        f"{vietnamese}, không dẫn người dân sang Cổng Dịch vụ công quốc gia",
        f"{english}, people are not led to the national portal",
        **evidence,
    )


def _answering(case: Case) -> Finding:
    page: LandingPage | None = case.facts.get("landing_page")
    if page is None or "landing_page" in case.failures:
        return because(Cause.NOT_SEEN, undecided(*not_seen(case.failures.get("landing_page"))))
    entry = _entry(page, case)
    evidence: dict[str, object] = {
        "state": case.state.value,
        "entry": entry,
        "link": page.national_portal_link,
        "kind": page.kind.value,
        "sha256": page.sha256,
    }
    if entry is not None or page.kind is PageKind.LOGIN:
        return warns(
            "vẫn trả lời và còn lối vào nộp hồ sơ hoặc đăng nhập",
            "still answers with an entry to hand in dossiers or to sign in",
            **evidence,
        )
    if page.kind is not PageKind.CONTENT:
        return because(Cause.UNREADABLE, undecided("trang do kịch bản dựng", "scripts build the page", **evidence))
    if page.national_portal_link is not None:
        return passes(
            "trang còn lại dẫn sang Cổng Dịch vụ công quốc gia, không thấy lối nộp hồ sơ",
            "what is left leads to the national portal, no entry for dossiers was seen",
            **evidence,
        )
    return warns(
        "vẫn trả lời bằng trang riêng, không thấy liên kết sang Cổng Dịch vụ công quốc gia",
        "still answers with a page of its own, without a link to the national portal",
        **evidence,
    )


RULE = Rule(
    id="LIFE-01",
    reads=(),
    judge=judge,
    judges_retired=True,
    thresholds={"service_words": Unit.WORDS},
    depends_on=("reachability", "landing_page"),
)
