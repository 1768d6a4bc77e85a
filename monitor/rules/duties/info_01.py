"""INFO-01: the portal has the sections that the law asks of its kind of agency.

Authority: NĐ 224/2026/NĐ-CP Điều 9 khoản 1 điểm b (ministries: four items) and điểm c (provinces: five); before,
NĐ 43/2011/NĐ-CP Điều 10, to 14/8/2022. Of NĐ 42/2022 only summaries were read, which list no sections: not judged.
A section may stand in the menu, a submenu, the footer, on the introduction page or the site map; only what is on none
of them, though all of them could be read, is missing. What an entry leads to is read where NĐ 224 applies; a page
that could not be read leaves the section undecided, and one with few words (our own threshold) is for a person to see.
"""

from collections.abc import Iterable

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, passes, undecided, warns
from monitor.rules.first_page import READABLE, has_menu, unread
from probes.content.facts import Section, Sections

NAMES = {
    "structure": ("sơ đồ cơ cấu tổ chức", "organisation chart"),
    "functions": ("chức năng, nhiệm vụ", "functions and tasks"),
    "formation": ("quá trình hình thành", "history of the agency"),
    "leaders": ("tiểu sử, nhiệm vụ của lãnh đạo", "leaders' biographies and tasks"),
    "administration": ("bộ máy hành chính", "administrative apparatus"),
    "boundary_map": ("bản đồ địa giới", "map of boundaries"),
    "nature": ("điều kiện tự nhiên", "natural conditions"),
    "culture": ("lịch sử, văn hóa, di tích", "history, culture, monuments"),
    "introduction": ("giới thiệu", "introduction"),
    "news": ("tin tức", "news"),
    "direction": ("chỉ đạo điều hành", "direction"),
    "dissemination": ("tuyên truyền, phổ biến pháp luật", "dissemination of law"),
    "strategy": ("chiến lược, quy hoạch", "strategies and plans"),
    "documents": ("văn bản quy phạm pháp luật", "legal documents"),
    "gazette": ("công báo", "gazette"),
    "projects": ("dự án, đấu thầu", "projects and tenders"),
    "consultation": ("lấy ý kiến", "consultation"),
    "contact": ("liên hệ, giao dịch", "contact"),
}


def judge(case: Case) -> Finding:
    """Missing sections first, then what could not be read, then thin pages."""
    seen: Sections = case.facts["sections"]
    asked = tuple(case.terms.thresholds["sections"])
    found = {section.key: section for section in seen.sections if section.key in asked}
    evidence: dict[str, object] = {
        "sections": {key: _shown(found[key]) for key in asked if key in found},
        "through": list(seen.through),
        "unlooked": list(seen.unlooked),
        "sha256": seen.sha256,
    }
    if not has_menu(seen, case):
        return unread(seen, **evidence)
    missing = [key for key in asked if key in found and found[key].place == "absent"]
    if missing and not seen.unlooked:
        return fails(
            case.terms.basis,
            f"trên trình đơn, trang giới thiệu, sơ đồ cổng không thấy mục: {_listed(missing, 0)}",
            f"neither menu nor introduction nor site map names: {_listed(missing, 1)}",
            **evidence,
        )
    return _present(asked, found, case, evidence)


def _present(asked: tuple[str, ...], found: dict[str, Section], case: Case, evidence: dict[str, object]) -> Finding:
    undecidable = [key for key in asked if key not in found or found[key].place != "seen"]
    if undecidable:
        finding = undecided(
            f"chưa xem được mục: {_listed(undecidable, 0)}",
            f"could not be looked at: {_listed(undecidable, 1)}",
            **evidence,
        )
        return because(Cause.UNREADABLE, finding)
    least = case.terms.thresholds["least_words"]
    thin = [key for key in asked if _is_thin(found[key], least)]
    if thin:
        return warns(
            f"có mục nhưng nội dung rất ít: {_listed(thin, 0)}",
            f"there, with hardly any content: {_listed(thin, 1)}",
            **evidence,
        )
    return passes("thấy đủ các mục phải có", "all sections that are asked for are there", **evidence)


def _is_thin(section: Section, least: int) -> bool:
    return section.words is not None and section.words < least and not section.shows


def _shown(section: Section) -> dict[str, object]:
    return {
        "place": section.place,
        "label": section.label,
        "url": section.url,
        "on": section.on,
        "words": section.words,
        "why": section.why,
        "sha256": section.sha256,
    }


def _listed(keys: Iterable[str], language: int) -> str:
    return ", ".join(NAMES[key][language] if key in NAMES else key for key in keys)


RULE = Rule(
    id="INFO-01",
    reads=("sections",),
    judge=judge,
    thresholds={**READABLE, "sections": Unit.WORDS, "least_words": Unit.COUNT},
    depends_on=("sections",),
)
