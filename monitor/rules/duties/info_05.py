"""INFO-05: the foot of the portal names the body, who answers for it, address, telephone and e-mail.

Authority: TT 32/2017/TT-BTTTT Điều 16 khoản 3 điểm c (five items); its parent decree ended on 14/8/2022, so advisory.
What stands elsewhere on the page is a note; a foot that scripts fill settles nothing.
"""

from monitor.rules.contract import Case, Finding, Rule, Unit
from monitor.rules.findings import fails, passes, warns
from monitor.rules.first_page import READABLE, has_menu, unread
from probes.content.facts import PageContent

ITEMS = {
    "unit": ("tên cơ quan", "name of the body"),
    "responsible": ("người chịu trách nhiệm", "who answers for it"),
    "address": ("địa chỉ", "address"),
    "telephone": ("điện thoại", "telephone"),
    "email": ("thư điện tử", "e-mail"),
}


def judge(case: Case) -> Finding:
    """By the items named at the foot, then by those that stand elsewhere."""
    page: PageContent = case.facts["page_content"]
    foot = page.footer
    evidence: dict[str, object] = {
        "items": list(foot.items),
        "elsewhere": list(foot.elsewhere),
        "sha256": page.sha256,
    }
    enough = case.terms.thresholds["enough_items"]
    if len(foot.items) >= enough:
        return passes(
            f"chân trang có {len(foot.items)} thông tin", f"the foot names {len(foot.items)} items", **evidence
        )
    if not foot.readable or not has_menu(page, case):
        return unread(page, **evidence)
    if len(foot.items) + len(foot.elsewhere) >= enough:
        return warns(
            f"ngoài chân trang mới thấy: {_listed(foot.elsewhere, 0)}",
            f"on the page, not at its foot: {_listed(foot.elsewhere, 1)}",
            **evidence,
        )
    missing = tuple(item for item in ITEMS if item not in foot.items + foot.elsewhere)
    return fails(
        case.terms.basis,
        f"trang đầu không nêu: {_listed(missing, 0)}",
        f"the first page does not name: {_listed(missing, 1)}",
        **evidence,
    )


def _listed(items: tuple[str, ...], language: int) -> str:
    return ", ".join(ITEMS[item][language] for item in items)


RULE = Rule(
    id="INFO-05",
    reads=("page_content",),
    judge=judge,
    thresholds={**READABLE, "enough_items": Unit.COUNT},
    depends_on=("page_content",),
)
