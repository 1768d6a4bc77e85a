"""DOM-01: the portal's name has the form that the law gives to its level.

Authority: NĐ 224/2026/NĐ-CP Điều 11 khoản 4: `tenbonganh.gov.vn` for ministries; `tentinhthanh.gov.vn` for provinces,
the full name without diacritics, `hochiminhcity.gov.vn` for that city.
The forms are data: `{name}` stands for the agency's own name without its title, diacritics, spaces and hyphens.
From outside we see one address of a portal that may have several. So a name under `.gov.vn` that is another one
(an abbreviation, a name from before a merger) is a note to look at portal and catalogue, and only a name of another
form altogether fails. Where the address leads to a name of the right form, that one counts.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from monitor.rules.contract import Case, Cause, Finding, Rule, Unit
from monitor.rules.findings import because, fails, outside, passes, undecided, warns
from probes.facts import Reachability

_TITLES = ("tỉnh ", "thành phố ", "tp. ", "tp ", "bộ ")
_IP = re.compile(r"[\d.]*|.*:.*")  # an IPv4 or IPv6 address, or nothing
_RESERVED = ("test", "example", "invalid", "localhost")  # RFC 2606: nobody's names


def judge(case: Case) -> Finding:
    """By the address as the catalogue has it, and by the one that it leads to."""
    host = _host(case.url)
    if host is None or host.rpartition(".")[2] in _RESERVED:
        return outside("địa chỉ không mang tên miền để xét", "the address bears no name to judge", host=host)
    name = bare_name(case.agency_name)
    if not name:
        return because(
            Cause.NOT_TOLD, undecided("không rõ địa chỉ của cơ quan nào", "whose address it is is not known", host=host)
        )
    arrived = _arrived(case)
    evidence: dict[str, object] = {"host": host, "leads_to": arrived, "name": name}
    return _by_form(tuple(item for item in (host, arrived) if item), name, case, evidence)


def _by_form(hosts: tuple[str, ...], name: str, case: Case, evidence: dict[str, object]) -> Finding:
    thresholds = case.terms.thresholds
    listed = next((host for host in hosts if host in thresholds["exceptions"]), None)
    if listed is not None:
        return passes(f"{listed} có trong danh sách ngoại lệ", f"{listed} is among the exceptions", **evidence)
    good = next((host for host in hosts if _has_form(host, thresholds["forms"], name)), None)
    if good is not None:
        return passes(f"{good} đúng mẫu tên miền", f"{good} has the form that is asked", **evidence)
    if any(_has_form(host, thresholds["near_forms"], name) for host in hosts):
        return warns(
            f"{hosts[0]} chưa đúng mẫu tên miền; soát lại tên miền và địa chỉ trong danh mục",
            f"{hosts[0]} has not quite the form that is asked; look at the name and at the catalogue's address",
            **evidence,
        )
    return fails(
        case.terms.basis,
        f"{hosts[0]} không theo mẫu tên miền của cơ quan nhà nước",
        f"{hosts[0]} has not the form of a government name",
        **evidence,
    )


def _has_form(host: str, forms: tuple[str, ...], name: str) -> bool:
    """Hyphens between the syllables of a name are no other name."""
    plain = host.replace("-", "")
    return any(re.search(form.replace("{name}", re.escape(name)), plain) for form in forms)


def _arrived(case: Case) -> str | None:
    seen: Reachability | None = case.facts.get("reachability")
    return None if seen is None or seen.status is None else _host(seen.final_url)


def _host(url: str) -> str | None:
    """The name in an address, without `www`; `None` for a bare IP address."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return None
    return None if _IP.fullmatch(host) else host


def bare_name(name: str) -> str:
    """An agency's Vietnamese name as it stands in a domain: "Tỉnh Vĩnh Mẫu" is `vinhmau`."""
    plain = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    title = next((title for title in _TITLES if plain.startswith(title)), "")
    letters = unicodedata.normalize("NFD", plain.removeprefix(title).replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


RULE = Rule(
    id="DOM-01",
    reads=(),
    judge=judge,
    thresholds={"forms": Unit.PATTERNS, "near_forms": Unit.PATTERNS, "exceptions": Unit.WORDS},
    depends_on=("reachability",),
)
