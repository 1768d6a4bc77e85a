"""Site maps for search engines: what `robots.txt` names, and whether an answer is such a map."""

import re

_NAMED = re.compile(r"^\s*sitemap\s*:\s*(\S{1,500})\s*$", re.IGNORECASE | re.MULTILINE)
_ROOT = re.compile(rb"<(?:[\w-]+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_LOCATION = re.compile(rb"<(?:[\w-]+:)?loc\b", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_WITHIN = 4000  # bytes before the root: declaration, style sheet, comments
_MOST_NAMED = 10


def named_in_robots(text: str) -> tuple[str, ...]:
    """The addresses that the `Sitemap:` lines of a `robots.txt` give, in its order."""
    return tuple(dict.fromkeys(_NAMED.findall(text[:200_000])))[:_MOST_NAMED]


def urls_in_map(body: bytes) -> int | None:
    """How many addresses a site map lists; `None` for what is none. A packed map is not unpacked: 0."""
    if body.startswith(_GZIP):
        return 0
    return len(_LOCATION.findall(body)) if _ROOT.search(body[:_WITHIN]) else None
