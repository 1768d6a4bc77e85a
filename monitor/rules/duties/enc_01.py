"""ENC-01: the page is UTF-8, and header and page declare it alike.

Authority: TT 39/2017/TT-BTTTT, annex row 2.7 (UTF-8 mandatory), since 01/7/2018; its parent decree NĐ 64/2007 ended on
30/6/2026, so a criterion since. Browsers believe the header: where it says otherwise, letters come out wrong.
Text that was already broken when it was stored is for a person to see.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, fails, passes, undecided, warns
from probes.answer import PageKind
from probes.content.facts import Encoding, PageContent

UTF_8 = "utf-8"
_BROKEN = ("utf8_mojibake", "invalid_utf8", "tcvn3", "vni")


def judge(case: Case) -> Finding:
    """Declarations first, then the bytes, then the text itself."""
    page: PageContent = case.facts["page_content"]
    seen = page.encoding
    evidence: dict[str, object] = {
        "header": seen.header,
        "meta": seen.meta,
        "read_as": seen.read_as,
        "problems": list(seen.problems),
        "sha256": page.sha256,
    }
    if page.kind is not PageKind.CONTENT or page.unread is not None or seen.read_as is None:
        return because(
            Cause.UNREADABLE,
            undecided("trang đầu không có nội dung để đọc", "the first page has no content to read", **evidence),
        )
    wrong = _wrong(seen)
    if wrong is not None:
        return fails(case.terms.basis, wrong[0], wrong[1], **evidence)
    if seen.header is None and seen.meta is None and not seen.ascii_only:
        return warns(
            "trang không khai báo bộ mã, nội dung là UTF-8", "UTF-8, but no character set is declared", **evidence
        )
    if any(problem.partition(":")[0] in _BROKEN for problem in seen.problems):
        return warns(
            "trang là UTF-8 nhưng một số chữ tiếng Việt bị hỏng",
            "the page is UTF-8, some Vietnamese letters are broken",
            **evidence,
        )
    return passes("trang dùng UTF-8, khai báo thống nhất", "the page is UTF-8 and declared alike", **evidence)


def _wrong(seen: Encoding) -> tuple[str, str] | None:
    if seen.header and seen.meta and seen.header != seen.meta:
        return (
            f"tiêu đề HTTP khai báo {seen.header}, trang khai báo {seen.meta}",
            f"the header says {seen.header}, the page says {seen.meta}",
        )
    declared = seen.header or seen.meta
    if declared is not None and declared != UTF_8:
        return f"trang khai báo bộ mã {declared}", f"the page is declared as {declared}"
    if seen.read_as != UTF_8 and not seen.ascii_only:
        return f"nội dung trang ở bộ mã {seen.read_as}", f"the page's bytes are {seen.read_as}"
    return None


RULE = Rule(id="ENC-01", reads=("page_content",), judge=judge, depends_on=("page_content",))
