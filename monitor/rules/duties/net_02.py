"""NET-02: the zone of the system's name is signed, and its parent zone vouches for the keys (DNSSEC).

Authority: TT 32/2017/TT-BTTTT Điều 15 khoản 4 (IPv6 and DNSSEC, as the roadmap goes); its parent decree NĐ 43/2011
ended on 14/8/2022, so advisory all along and our own threshold. A name server's AD flag is no proof: DS, DNSKEY and
the signature over the SOA are read and checked by ourselves.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, fails, passes, undecided
from probes.names.facts import DnsFacts


def judge(case: Case) -> Finding:
    """No DS, no signature or a wrong one fails; what no name server answered, or we cannot check, is not known."""
    seen: DnsFacts = case.facts["dns"]
    if not seen.asked:
        not_asked = undecided("chưa hỏi hệ thống tên miền", "the name system was not asked")
        return because(Cause.UNDECIDABLE_HERE, not_asked)
    evidence: dict[str, object] = {
        "zone": seen.zone,
        "ds": seen.ds,
        "rrsig": seen.rrsig,
        "rrsig_valid": seen.rrsig_valid,
    }
    wrong = _wrong(seen)
    if wrong is not None:
        return fails(case.terms.basis, wrong[0], wrong[1], **evidence)
    if seen.ds and seen.rrsig_valid:
        return passes("tên miền được ký DNSSEC, chữ ký hợp lệ", "the zone is signed, and validly", **evidence)
    unseen = undecided(
        "chưa xem được đủ bản ghi DNSSEC của tên miền",
        "not all DNSSEC records of the zone could be seen or checked",
        unanswered=list(seen.unanswered),
        **evidence,
    )
    return because(Cause.NOT_SEEN, unseen)


def _wrong(seen: DnsFacts) -> tuple[str, str] | None:
    if seen.ds is False and seen.rrsig:
        return "tên miền được ký nhưng vùng cấp trên chưa có bản ghi DS", "signed, but the parent zone has no DS record"
    if seen.ds is False:
        return "tên miền chưa được ký DNSSEC (không có bản ghi DS)", "the zone is not signed (no DS record)"
    if seen.ds and seen.rrsig is False:
        return "có bản ghi DS nhưng tên miền không có chữ ký", "there is a DS record, but the zone is not signed"
    if seen.ds and seen.rrsig_valid is False:
        return "chữ ký DNSSEC không hợp lệ", "its DNSSEC signatures are not valid"
    return None


RULE = Rule(id="NET-02", reads=("dns",), judge=judge, depends_on=("dns",))
