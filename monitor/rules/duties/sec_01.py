"""SEC-01: nothing of gambling or spam was injected into the first page.

Authority: NĐ 224/2026/NĐ-CP Điều 10 khoản 3 điểm c (security of the channel) names no such thing; the signs are our
own, after the cases of January 2024 (46 sites of 19 agencies). A wrong accusation here is terrible: whatever is found
is a note for a person to look at, and only a person's word about these very bytes makes it a failure. Words and hosts
are not told.
"""

from collections.abc import Iterable

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, fails, grave, passes, undecided, warns
from monitor.rules.first_page import unread
from probes.answer import PageKind
from probes.content.facts import PageContent, Suspicion

_STRONG = ("title", "hidden_link", "hidden_text")


def judge(case: Case) -> Finding:
    """What a person said of this page goes before what we suspect."""
    page: PageContent = case.facts["page_content"]
    evidence: dict[str, object] = {"places": [_shown(item) for item in page.suspicions], "sha256": page.sha256}
    if page.unread is not None or page.kind is not PageKind.CONTENT:
        return unread(page, **evidence)
    if not page.suspicions:
        return passes(
            "không thấy dấu hiệu nội dung bị chèn trên trang đầu",
            "no sign of injected content on the first page",
            **evidence,
        )
    said = next((review for review in reversed(case.reviews) if review.sha256 == page.sha256), None)
    if said is not None and said.confirmed:
        return grave(
            fails(
                case.terms.basis,
                "người xem xét xác nhận trang đầu có nội dung bị chèn",
                "a person confirmed injected content on the first page",
                confirmed_on=said.on.isoformat(),
                **evidence,
            )
        )
    if said is not None:
        return passes(
            "có dấu hiệu, người xem xét xác nhận không phải nội dung bị chèn",
            "there are signs, and a person said that nothing was injected",
            reviewed_on=said.on.isoformat(),
            **evidence,
        )
    return _awaiting(page.suspicions, evidence)


def _awaiting(suspicions: tuple[Suspicion, ...], evidence: dict[str, object]) -> Finding:
    """Several places, or one that hides, are a note; a single open link is not even that."""
    strong = any(item.kind in _STRONG for item in suspicions)
    if strong or len(suspicions) > 1:
        return warns(
            f"có dấu hiệu nội dung bị chèn ở {len(suspicions)} chỗ, cần người xem xét",
            f"signs of injected content in {len(suspicions)} places, a person should look",
            kinds=_kinds(suspicions),
            **evidence,
        )
    finding = undecided(
        "có một liên kết lạ, cần người xem xét",
        "one strange link, a person should look",
        kinds=_kinds(suspicions),
        **evidence,
    )
    return because(Cause.AWAITS_REVIEW, finding)


def _kinds(suspicions: Iterable[Suspicion]) -> list[str]:
    return sorted({item.kind for item in suspicions})


def _shown(item: Suspicion) -> dict[str, object]:
    """Where, of what kind, and hashes: never the words themselves."""
    return {"kind": item.kind, "where": item.where, "words": list(item.words), "host": item.host}


RULE = Rule(id="SEC-01", reads=("page_content",), judge=judge, depends_on=("page_content",))
