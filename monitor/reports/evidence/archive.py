"""The archive itself: every file with its SHA-256, and of a resolved incident the same bytes whenever it is made."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any

from monitor.reports.evidence.index import named_rounds, sections, title
from monitor.reports.evidence.leaflet import as_html, as_markdown
from monitor.reports.evidence.looks_json import Shown, check_json, observation_json, round_json, times
from monitor.reports.evidence.pages_json import page_json
from monitor.reports.evidence.rule_json import Known, rule_json, verdicts_json
from monitor.reports.evidence.withholding import harmful, whole_facts
from monitor.reports.incident_json import incident_json, incident_names
from monitor.storage.incident_proof import Proof
from probes.facts import Reachability
from probes.names.facts import DnsFacts

_MADE = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can name: when it was made is nobody's business
_MOST_BYTES = 60_000_000  # of pages; what is beyond is named with its hash, and left out


def evidence_archive(proof: Proof, known: Known, *, with_content: bool) -> bytes:
    """Everything behind an incident as a ZIP archive. `with_content`: also what could harm if shown."""
    shown = Shown(proof=proof, harmful=harmful(proof), with_content=with_content)
    files = dict(_files(shown, known))
    holds = {name: what for name, (what, _) in files.items()}
    contents = {name: body for name, (_, body) in files.items()}
    told = sections(shown, known, holds)
    contents = {
        "INDEX.html": as_html(title(shown), told).encode(),
        "INDEX.md": as_markdown(title(shown), told).encode(),
        **contents,
    }
    contents["manifest.json"] = _json(_manifest(shown, known, contents))
    contents["SHA256SUMS"] = "".join(f"{_digest(body)}  {name}\n" for name, body in contents.items()).encode()
    return _packed(contents)


def _files(shown: Shown, known: Known) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Every file but those about the others, with what it holds."""
    proof = shown.proof
    names = incident_names(known.catalogue, known.rulebook)
    about = incident_json(proof.incident, names, private=True)
    moments = {name: times(getattr(proof.incident, name)) for name in ("since", "opened", "ended", "resolved")}
    events = [
        {**event, "at": times(item.at)} for event, item in zip(about["events"], proof.incident.events, strict=True)
    ]
    whole = {**about, **moments, "acknowledged": times(proof.incident.acknowledged), "events": events,
             "features": dict(proof.incident.features)}  # fmt: skip
    yield "incident.json", ("sự cố và diễn biến · the incident and what happened to it", _json(whole))
    yield (
        "rule.json",
        ("yêu cầu, căn cứ, ngưỡng · duty, law and thresholds of that day", _json(rule_json(proof, known))),
    )
    yield "verdicts.json", ("các kết quả đánh giá · how it was judged meanwhile", _json(verdicts_json(shown)))
    yield "states.json", ("trạng thái · states of the portal meanwhile", _json(_states(proof)))
    for name, one in named_rounds(shown):
        yield name, ("các lần xem của một lượt · the looks of one round", _json(round_json(one, shown)))
    yield "dns.json", ("tên miền, DNSSEC · what the name system said", _json(list(_names(shown))))
    yield (
        "certificates.json",
        ("chứng thư số, TLS · certificates as they were shown", _json(list(_certificates(shown)))),
    )
    beside = [observation_json(item, shown) for item in proof.beside]
    yield "beside.json", ("lần đọc gần nhất của các đầu dò khác · last readings of other probes", _json(beside))
    checks = [{"round": times(began), **check_json(check)} for began, check in sorted(proof.checks.items())]
    yield "references.json", ("các đích đối chứng đã trả lời · what the reference targets said", _json(checks))
    yield "letters.json", ("thư đã gửi · letters about it", _json(_letters(proof)))
    yield from _pages(shown)


def _names(shown: Shown) -> Iterator[dict[str, Any]]:
    for item in shown.proof.observations:
        if isinstance(item.facts, DnsFacts):
            yield {"at": times(item.at), "outcome": item.outcome, "dns": whole_facts(item.facts)}


def _certificates(shown: Shown) -> Iterator[dict[str, Any]]:
    for item in shown.proof.observations:
        if isinstance(item.facts, Reachability) and item.facts.tls is not None:
            tls = whole_facts(item.facts)["tls"]
            yield {"at": times(item.at), "attempt": item.attempt, "outcome": item.outcome, "tls": tls}


def _pages(shown: Shown) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Where every page that was kept was seen, and the bytes of those that may be shown; never under a name that a
    browser would run."""
    left = _MOST_BYTES
    for digest, page in shown.proof.pages.items():
        yield (
            f"pages/{digest}.json",
            (
                "địa chỉ, tiêu đề HTTP của từng lần xem · address and headers of a page at each look",
                _json(page_json(page, shown)),
            ),
        )
        left -= len(page.body)
        if shown.why_not(digest) is None and left >= 0:
            yield f"pages/{digest}.txt", ("nội dung nguyên văn · the page's bytes as they came", page.body)


def _states(proof: Proof) -> list[dict[str, Any]]:
    return [{"state": item.state.value, "from": times(item.start), "until": times(item.end)} for item in proof.spans]


def _letters(proof: Proof) -> list[dict[str, Any]]:
    """Which letters told of it; what a channel answered stays with the operator, it may name addresses.

    A letter that waited already when the incident joined it was not made for it.
    """
    return [
        {
            "id": item.id,
            "channel": item.channel,
            "occasion": item.occasion,
            "state": item.state.value,
            "created": times(item.created if item.created >= proof.incident.opened else None),
            "finished": times(item.finished),
            "attempts": item.attempts,
            "incidents": list(item.incidents),
        }
        for item in proof.letters
    ]


def _manifest(shown: Shown, known: Known, contents: Mapping[str, bytes]) -> dict[str, Any]:
    kept = {page for page in shown.proof.pages if f"pages/{page}.txt" not in contents}
    return {
        "incident": shown.proof.incident.id,
        "simulated": known.simulated,
        "with_content": shown.with_content,
        "rounds_left_out": shown.proof.left_out,
        "withheld": [{"what": name, "why": why} for name, why in sorted(shown.harmful.items())]
        if not shown.with_content
        else [],
        "pages_without_bytes": sorted(kept),
        "files": [{"name": name, "sha256": _digest(body), "bytes": len(body)} for name, body in contents.items()],
    }


def _packed(contents: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in contents.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, body, zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()


def _json(value: Any) -> bytes:
    """Texts of hostile origin may hold half a character, which no UTF-8 can say."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8", "replace")


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()
