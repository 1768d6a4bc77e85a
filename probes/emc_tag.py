"""The tracking tag by which the national EMC system measures a portal, as far as the page's source shows it."""

import html
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from probes.document import Document
from probes.facts import EmcTag
from probes.mistakes import DataError, Mistake

_FILE = "pages/emc_tag.toml"
_SCRIPTS = etree.XPath("//script[not(ancestor::noscript)][not(ancestor::template)]")
_NOT_RUN = re.compile(r"^text/(?:plain|template|html|x-[\w-]*template\S*)$", re.IGNORECASE)
_LINE_COMMENT = re.compile(r"^[ \t]*//(?!-->).*$", re.MULTILINE)
_ESCAPES = (
    ('\\"', '"'),
    ("\\'", "'"),
    ("\\/", "/"),
    ("\\n", "\n"),
    ("\\u003c", "<"),
    ("\\u003e", ">"),
    ("\\u0026", "&"),
)
_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_ENOUGH = 2  # of address, page view and site: one alone measures nothing


class Signature(BaseModel):
    """What the tag is known by; `tag_managers` and `bundles` are patterns of what may add it out of our sight.

    `label_ids`, `label_classes` and `label_texts` are signs of the label that its script puts into a rendered page.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    queue: str
    hosts: tuple[str, ...]
    tracker_path: str
    script_name: str
    page_view_call: str
    site_call: str
    tag_managers: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    label_ids: tuple[str, ...] = ()
    label_classes: tuple[str, ...] = ()
    label_texts: tuple[str, ...] = ()

    @field_validator("label_ids", "label_classes")
    @classmethod
    def _names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if not _NAME.fullmatch(name):
                raise ValueError(f"no id or class of letters, digits, hyphens: {name}")
        return names

    @field_validator("tag_managers", "bundles")
    @classmethod
    def _patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as wrong:
                raise ValueError(f"no regular expression: {pattern}: {wrong}") from wrong
        return patterns


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    """What scripts of a page say (their code, comments taken out) and where they are loaded from."""

    code: str
    with_queue: str  # of the scripts that name the queue; trackers of the same family use the same calls
    addresses: tuple[str, ...]


def load_signature(folder: Path) -> Signature:
    """Read `pages/emc_tag.toml` below `folder`. Raises `DataError` with every mistake."""
    try:
        data = tomllib.loads((folder / _FILE).read_text(encoding="utf-8"))
        return Signature.model_validate(data.get("emc_tag", {}))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise DataError([Mistake(file=_FILE, where="", wrong=str(broken), expected="a TOML file")]) from broken
    except ValidationError as refused:
        mistakes = [
            Mistake(
                file=_FILE,
                where=f"emc_tag.{'.'.join(map(str, error['loc']))}",
                wrong=error["msg"],
                expected=f"the keys {', '.join(Signature.model_fields)}",
            )
            for error in refused.errors(include_url=False)
        ]
        raise DataError(mistakes) from refused


def read_emc_tag(document: Document, signature: Signature) -> EmcTag:
    """Find the tag in a page's scripts; what is commented out does not count.

    `seen` is `None` where a tag manager or a bundle may still add it. A partial tag is not seen, and its parts are
    named.
    """
    page = _code_of(document, signature)
    parts = _parts(page, signature)
    site_id = _site_id(page.with_queue, signature) if "site" in parts else None
    hosts = "|".join(map(re.escape, signature.hosts))
    everything = "\n".join((page.code, *page.addresses))
    insecure = bool(parts) and re.search(rf"http://(?:{hosts})", everything) is not None
    seen, note = _seen(parts, everything, signature)
    return EmcTag(seen=seen, site_id=site_id, insecure=insecure, parts=parts, note=note)


def _seen(parts: tuple[str, ...], everything: str, signature: Signature) -> tuple[bool | None, str]:
    address = "tracker" in parts or "script" in parts
    said = address + ("page_view" in parts) + ("site" in parts)
    if ("queue" in parts or "script" in parts) and said >= _ENOUGH:
        return True, "tag in the source"
    partial = f"partial tag: only {', '.join(parts)}" if parts else ""
    for name, patterns in (("tag manager", signature.tag_managers), ("script bundle", signature.bundles)):
        if any(re.search(pattern, everything) for pattern in patterns):
            return None, f"{partial or 'no tag in the source'}; a {name} may add it"
    return False, partial or "no tag in the source"


def _parts(page: _Code, signature: Signature) -> tuple[str, ...]:
    everything = "\n".join((page.code, *page.addresses))
    on_host = [rf"(?:https?:)?//{re.escape(host)}" for host in signature.hosts]
    signs = {
        "queue": rf"(?<![\w$]){re.escape(signature.queue)}\b",
        "tracker": rf"(?:{'|'.join(on_host)}){re.escape(signature.tracker_path)}\b",
        "script": rf"(?:{'|'.join(on_host)})/[\w./-]*{re.escape(signature.script_name)}",
    }
    found = [name for name, pattern in signs.items() if re.search(pattern, everything)]
    for name, call in (("page_view", signature.page_view_call), ("site", signature.site_call)):
        if re.search(rf"[\"']{re.escape(call)}[\"']", page.with_queue):
            found.append(name)
    return tuple(found)


def _site_id(code: str, signature: Signature) -> int | None:
    found = re.search(rf"[\"']{re.escape(signature.site_call)}[\"']\s*,\s*([\"']?)(\d{{1,9}})\1\s*[\])]", code)
    return int(found[2]) if found else None


def _code_of(document: Document, signature: Signature) -> _Code:
    found = _SCRIPTS(document.tree)
    scripts = [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []
    live = [script for script in scripts if not _NOT_RUN.match((script.get("type") or "").strip())]
    addresses = tuple(address for script in live if (address := (script.get("src") or "").strip()))
    codes = [_live_code(script.text or "") for script in live]
    with_queue = "\n".join(code for code in codes if signature.queue in code)
    return _Code(code="\n".join(codes), with_queue=with_queue, addresses=addresses)


def _live_code(code: str) -> str:
    """Code without comments; strings that hold markup (`dangerouslySetInnerHTML`) are read as what they will be."""
    for escaped, plain in _ESCAPES:
        code = code.replace(escaped, plain)
    if "&quot;" in code or "&#39;" in code:
        code = html.unescape(code)
    if code.lstrip().startswith("<!--"):
        code = code.replace("<!--", "", 1)  # hides code from browsers of 1996; it runs
    code = _without(_without(code, "<!--", "-->"), "/*", "*/")
    return _LINE_COMMENT.sub("", code)


def _without(code: str, opens: str, closes: str) -> str:
    """Code without what stands between two marks, in time linear to its length; an open mark without its other half
    stays.
    """
    kept, at = [], 0
    while (start := code.find(opens, at)) >= 0 and (end := code.find(closes, start + len(opens))) >= 0:
        kept.append(code[at:start])
        at = end + len(closes)
    return "".join((*kept, code[at:]))
