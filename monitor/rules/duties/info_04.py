"""INFO-04: the portal has a site map for people and one in XML for search engines.

Authority: TT 32/2017/TT-BTTTT Điều 16 khoản 4 điểm b; its parent decree ended on 14/8/2022, so advisory, and a
criterion since. The XML map may stand where `robots.txt` says; a firewall's answer there settles nothing.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, fails, passes, undecided
from monitor.rules.first_page import READABLE, has_menu, unread
from probes.content.facts import SiteMap


def judge(case: Case) -> Finding:
    """Both are asked for; either one that is surely missing fails."""
    seen: SiteMap = case.facts["site_map"]
    evidence: dict[str, object] = {
        "human": seen.human.url,
        "where": seen.human.where,
        "xml": seen.xml,
        "xml_url": seen.xml_url,
        "urls": seen.urls,
        "why": seen.why,
        "sha256": seen.sha256,
    }
    human = seen.human.certainty == "seen"
    if not human and not has_menu(seen, case):
        return unread(seen, **evidence)
    missing = [name for name, gone in ((_HUMAN, not human), (_XML, seen.xml == "absent")) if gone]
    if missing:
        return fails(
            case.terms.basis,
            f"không thấy sơ đồ cổng {' và '.join(name[0] for name in missing)}",
            f"no site map {' and '.join(name[1] for name in missing)} was found",
            **evidence,
        )
    if seen.xml == "unknown":
        finding = undecided(
            "chưa xem được sơ đồ XML dành cho máy tìm kiếm", "the XML site map could not be looked at", **evidence
        )
        return because(Cause.NOT_SEEN, finding)
    return passes("có sơ đồ cổng cho người đọc và cho máy tìm kiếm", "both site maps are there", **evidence)


_HUMAN = ("cho người đọc", "for people")
_XML = ("cho máy tìm kiếm (XML)", "for search engines (XML)")

RULE = Rule(id="INFO-04", reads=("site_map",), judge=judge, thresholds=dict(READABLE), depends_on=("site_map",))
