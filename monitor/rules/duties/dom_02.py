"""DOM-02: a public-service portal was called `dichvucong.<name>.gov.vn`; for days of the past only.

Authority: TT 01/2018/TT-VPCP Điều 16 khoản 1, which also knew `e-services.<English name>.gov.vn`. The provincial and
ministerial interfaces were closed from 01/7/2025 on, and with them the form of their names.
The name after it is not held against the agency's: which short name was the agreed one nobody of ours has read.
"""

import re
from urllib.parse import urlsplit

from monitor.rules.contract import Case, Finding, Rule, Unit
from monitor.rules.findings import fails, outside, passes, warns

_IP = re.compile(r"[\d.]*|.*:.*")  # an IPv4 or IPv6 address, or nothing
_RESERVED = ("test", "example", "invalid", "localhost")  # RFC 2606: nobody's names


def judge(case: Case) -> Finding:
    """By the address as the catalogue has it; another name under `.gov.vn` is a note."""
    host = _host(case.url)
    evidence: dict[str, object] = {"host": host}
    if host.rpartition(".")[2] in _RESERVED or _IP.fullmatch(host):
        return outside("địa chỉ không mang tên miền để xét", "the address bears no name to judge", **evidence)
    if _has_form(host, case.terms.thresholds["forms"]):
        return passes(f"{host} đúng mẫu tên miền", f"{host} has the form that was asked", **evidence)
    if _has_form(host, case.terms.thresholds["near_forms"]):
        return warns(
            f"{host} khác mẫu dichvucong.(tên).gov.vn", f"{host} differs from dichvucong.(name).gov.vn", **evidence
        )
    return fails(
        case.terms.basis,
        f"{host} không theo mẫu tên miền của cơ quan nhà nước",
        f"{host} has not the form of a government name",
        **evidence,
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _has_form(host: str, forms: tuple[str, ...]) -> bool:
    return any(re.search(form, host) for form in forms)


RULE = Rule(
    id="DOM-02",
    reads=(),
    judge=judge,
    thresholds={"forms": Unit.PATTERNS, "near_forms": Unit.PATTERNS},
    depends_on=(),
)
