"""A portal's last look explained in rows. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from monitor.reports import words
from monitor.reports.evidence.withholding import WITHHELD, own_words
from monitor.web.pages.shell import Speech
from monitor.web.pages.wording import PARTIES
from probes.facts import LandingPage, Reachability
from probes.names.facts import DnsFacts
from probes.observe import Observation

PHASES = {
    "resolve": "DNS",
    "connect": "TCP",
    "tls": "TLS",
    "first_byte": "TTFB",
    "transfer": "HTTP",
}


def look_rows(looks: Mapping[str, Observation], t: Speech, *, withhold: bool) -> tuple[tuple[str, str], ...]:
    """Name and text of everything that the last look says; what it does not say has no row."""
    reachability = looks.get("reachability")
    if reachability is None:
        return ()
    failure, facts = reachability.failure, reachability.facts
    rows: list[tuple[str, str | None]] = [
        (t("Xem lúc", "Looked at"), words.local_time(reachability.at)),
        (t("Từ điểm đo", "From"), reachability.vantage),
    ]
    if failure is not None:
        rows += [
            (t("Vì sao không xem được", "Why it was not seen"), f"{failure.kind.value}: {failure.detail}"),
            (t("Bên cần xem lại", "Whose affair"), t.pick(PARTIES[failure.party.value])),
        ]
    if isinstance(facts, Reachability):
        rows += _reached(facts, t, withhold=withhold)
    rows += _others(looks, t)
    return tuple((name, words.harmless(text)) for name, text in rows if text)


def _reached(facts: Reachability, t: Speech, *, withhold: bool) -> list[tuple[str, str | None]]:
    hops = [f"{hop.url} ({hop.status})" for hop in facts.hops]
    kind = f"{facts.kind.value}: {own_words(facts.reason) if withhold else facts.reason}" if facts.kind else None
    title = WITHHELD if withhold and facts.title else facts.title
    size = t.digits(words.number(facts.bytes))
    answered = f"{facts.status} · {facts.address or '–'} · {size} byte" if facts.status is not None else None
    return [
        ("HTTP", answered),
        (t("Chuyển hướng", "Redirects"), " → ".join([*hops, facts.final_url]) if hops else None),
        (t("Thời gian", "Time"), f"{1000 * facts.total:.0f} ms"),
        ("TLS", _tls(facts, t)),
        (t("Loại trang", "Page kind"), kind),
        (t("Tiêu đề", "Title"), title),
    ]


def _tls(facts: Reachability, t: Speech) -> str | None:
    tls = facts.tls
    if tls is None:
        return None
    until = f"{t('đến', 'until')} {words.local_time(tls.not_after)}" if tls.not_after else None
    return " · ".join(part for part in (tls.version, tls.issuer, until, tls.problem) if part)


def _others(looks: Mapping[str, Observation], t: Speech) -> list[tuple[str, str | None]]:
    names = looks["dns"].facts if "dns" in looks else None
    page = looks["landing_page"].facts if "landing_page" in looks else None
    rows: list[tuple[str, str | None]] = []
    if isinstance(names, DnsFacts) and names.asked:
        said = {True: t("có", "yes"), False: t("không", "no"), None: t("chưa rõ", "not known")}
        ipv6 = None if names.ipv6 is None else bool(names.ipv6)
        rows.append((t("Tên miền", "Names"), f"IPv6 {said[ipv6]} · DNSSEC {said[names.rrsig_valid]}"))
    if isinstance(page, LandingPage):
        seen = {True: t("thấy đủ", "complete"), False: t("không thấy", "not there"), None: t("chưa rõ", "not known")}
        parts = ", ".join(page.emc.parts)
        rows.append((t("Thẻ EMC", "EMC tag"), seen[page.emc.seen] + (f" ({parts})" if parts else "")))
    return rows


def phases_of(facts: Any) -> tuple[tuple[str, float], ...]:
    """The phases that a look got through, in seconds, in their order."""
    if not isinstance(facts, Reachability):
        return ()
    spent = asdict(facts.phases)
    return tuple((name, spent[name]) for name in PHASES if spent[name] is not None)
