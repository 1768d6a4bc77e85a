"""What sort of page answered: content, block, challenge, maintenance, soft 404 … out of a closed list."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from probes.answer import Answer, PageKind
from probes.charset import decode
from probes.document import Document, Outline, Unreadable, parse_document, reopen_document
from probes.exchange import Exchange
from probes.failures import Failure, FailureKind, failed
from probes.fingerprints import Fingerprints
from probes.page_kinds.bodies import BodySort, sort_of_body
from probes.page_kinds.leading import frame_target, redirect_target
from probes.page_kinds.national_portal import is_move, moved_to, names_national_portal, signs_in_nationally
from probes.page_kinds.shells import has_app_root, nothing_on_it, script_shell
from probes.page_kinds.signs import Signs, matches

_REFUSING = frozenset({401, 403, 406})
_GONE = frozenset({404, 410})
_NO_ANSWER = frozenset({None, 304})  # who asked whether a page changed has put the page in place of the 304
_TEXT_LIMIT = 100_000

_FAILURES = {
    PageKind.BLOCKED: FailureKind.BLOCKED,
    PageKind.CHALLENGE: FailureKind.BLOCKED,
    PageKind.MAINTENANCE: FailureKind.MAINTENANCE,
    PageKind.NOT_FOUND: FailureKind.NOT_FOUND,
    PageKind.SOFT_404: FailureKind.NOT_FOUND,
    PageKind.EMPTY: FailureKind.EMPTY,
    PageKind.APPLICATION_ERROR: FailureKind.APPLICATION_ERROR,
    PageKind.DEFAULT_PAGE: FailureKind.WRONG_CONTENT,
    PageKind.PARKED: FailureKind.WRONG_CONTENT,
}

# Known by fingerprint, in the order asked; those before the status are so "with any status".
_BEFORE_STATUS = (PageKind.BLOCKED, PageKind.CHALLENGE, PageKind.RETIRED, PageKind.MAINTENANCE)
_AFTER_STATUS = (PageKind.APPLICATION_ERROR, PageKind.DEFAULT_PAGE, PageKind.PARKED, PageKind.SOFT_404)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    kind: PageKind
    reason: str
    unread: str | None = None
    outline: Outline | None = None


def classify(exchange: Exchange, fingerprints: Fingerprints) -> Answer:
    """Give an exchange its page kind, the sign that decided, and the failure that follows.

    Pure. An exchange that failed keeps its failure and has no kind, unless an answered redirect had already led to
    the national portal: then the portal that was asked is retired, however the national one fares.
    """
    if exchange.failure is not None or exchange.status in _NO_ANSWER:
        return _unanswered(exchange, fingerprints)
    found, document = _read(exchange, fingerprints)
    return _answer(exchange, found, document)


def classifier(fingerprints: Fingerprints, *, remembered: int = 4096) -> Callable[[Exchange], Answer]:
    """`classify`, which does not read a page again whose bytes, address and status it has seen; safe for threads.

    It remembers at least the last `remembered` pages.
    The document of such a page is parsed only when somebody reads it.
    """
    names = ("content-type", *fingerprints.header_names)
    recent: dict[tuple[object, ...], _Kind] = {}
    older: dict[tuple[object, ...], _Kind] = {}

    def remembering(exchange: Exchange) -> Answer:
        nonlocal recent, older
        if exchange.failure is not None or exchange.status in _NO_ANSWER:
            return classify(exchange, fingerprints)
        digest = sha256(exchange.body).hexdigest()
        key = (digest, *_identity(exchange, names))
        if len(recent) >= remembered:  # two generations need no lock: each step is one assignment
            recent, older = {}, recent
        known = recent.get(key) or older.get(key)
        if known is not None:
            recent[key] = known
            document = reopen_document(exchange, known.outline) if known.outline else None
            return replace(_answer(exchange, known, document), digest=digest)
        found, document = _read(exchange, fingerprints)
        recent[key] = found
        return replace(_answer(exchange, found, document), digest=digest)

    return remembering


def _read(exchange: Exchange, fingerprints: Fingerprints) -> tuple[_Kind, Document | None]:
    sort = sort_of_body(exchange)
    document, unread = _document(exchange, sort)
    signs = Signs(exchange, document, plain=_plain(exchange, sort))
    kind, reason = _kind(exchange, signs, sort, unread, fingerprints)
    outline = document.outline if document else None
    return _Kind(kind=kind, reason=reason, unread=unread, outline=outline), document


def _unanswered(exchange: Exchange, fingerprints: Fingerprints) -> Answer:
    words = "no status line" if exchange.status is None else "status 304, which nobody asked for"
    failure = exchange.failure or failed(FailureKind.MALFORMED_RESPONSE, words)
    if exchange.hops and moved_to(exchange, fingerprints):
        reason = f"redirects to the national portal, which was not reached ({failure.kind.value})"
        return Answer(exchange=exchange, kind=PageKind.RETIRED, reason=reason)
    return Answer(exchange=exchange, failure=failure)


def _answer(exchange: Exchange, found: _Kind, document: Document | None) -> Answer:
    return Answer(
        exchange=exchange,
        kind=found.kind,
        reason=found.reason,
        document=document,
        unread=found.unread,
        failure=_failure(found, exchange.status or 0),
    )


def _failure(found: _Kind, status: int) -> Failure | None:
    kind = _FAILURES.get(found.kind)
    if kind is None:
        return None
    if kind is FailureKind.BLOCKED and status == 429:
        kind = FailureKind.RATE_LIMITED
    elif kind is FailureKind.APPLICATION_ERROR and status >= 400:
        kind = FailureKind.HTTP_SERVER_ERROR if status >= 500 else FailureKind.HTTP_CLIENT_ERROR
    return failed(kind, f"status {status}: {found.reason}")


def _kind(
    exchange: Exchange, signs: Signs, sort: BodySort, unread: str | None, fingerprints: Fingerprints
) -> tuple[PageKind, str]:
    status = exchange.status or 0
    if moved_to(exchange, fingerprints):
        return PageKind.RETIRED, "redirects to the national portal"
    if status == 429:
        return PageKind.BLOCKED, "too many requests"
    found = _by_fingerprint(signs, fingerprints, _BEFORE_STATUS) or _by_status(signs, status, fingerprints)
    if found:
        return found
    if sort is BodySort.NOTHING:
        return PageKind.EMPTY, "no bytes"
    if sort is BodySort.OTHER or (sort is BodySort.TEXT and not unread):
        return _by_fingerprint(signs, fingerprints, _AFTER_STATUS) or (PageKind.NOT_HTML, _declared(exchange))
    if unread:
        return (PageKind.EMPTY, unread) if unread == "no markup in it" else (PageKind.CONTENT, f"not read: {unread}")
    return _by_fingerprint(signs, fingerprints, _AFTER_STATUS) or _by_shape(signs, fingerprints)


def _by_status(signs: Signs, status: int, fingerprints: Fingerprints) -> tuple[PageKind, str] | None:
    if status in _REFUSING:
        return PageKind.BLOCKED, f"status {status}"
    if status in _GONE:
        return PageKind.NOT_FOUND, f"status {status}"
    if status >= 400:
        error = _by_fingerprint(signs, fingerprints, (PageKind.APPLICATION_ERROR,))
        return error or (PageKind.APPLICATION_ERROR, f"status {status}")
    return None


def _by_fingerprint(
    signs: Signs, fingerprints: Fingerprints, kinds: tuple[PageKind, ...]
) -> tuple[PageKind, str] | None:
    for kind in kinds:
        for wanted in fingerprints.by_kind[kind]:
            if matches(signs, wanted) and (kind is not PageKind.RETIRED or names_national_portal(signs, fingerprints)):
                return kind, wanted.name
    return None


def _by_shape(signs: Signs, fingerprints: Fingerprints) -> tuple[PageKind, str]:
    if signs_in_nationally(signs.exchange, fingerprints):
        return PageKind.LOGIN, "redirects to the national sign-in"
    target = redirect_target(signs, app_root=has_app_root(signs))
    if target is not None:
        return _redirecting(signs, target, fingerprints)
    found = _by_fingerprint(signs, fingerprints, (PageKind.LOGIN, PageKind.SCRIPT_SHELL))
    if found:
        return found
    frame = None if has_app_root(signs) else frame_target(signs)
    if frame is not None:
        return _redirecting(signs, frame, fingerprints)
    shell = script_shell(signs, fingerprints)
    if shell:
        return PageKind.SCRIPT_SHELL, shell
    nothing = nothing_on_it(signs)
    if nothing:
        return PageKind.EMPTY, nothing
    return PageKind.CONTENT, f"{len(signs.visible)} characters of text"


def _redirecting(signs: Signs, target: str, fingerprints: Fingerprints) -> tuple[PageKind, str]:
    asked = signs.exchange.url
    if is_move(asked, target, fingerprints):
        return PageKind.RETIRED, "leads to the national portal"
    return PageKind.REDIRECT_SHELL, f"leads to {target[:200] or 'where a script decides'}"


def _document(exchange: Exchange, sort: BodySort) -> tuple[Document | None, str | None]:
    if sort is not BodySort.HTML:
        return None, None
    try:
        return (
            parse_document(exchange.body, url=exchange.final_url, content_type=exchange.header("content-type")),
            None,
        )
    except Unreadable as refused:
        return None, refused.reason


def _plain(exchange: Exchange, sort: BodySort) -> str:
    if sort is not BodySort.TEXT:
        return ""
    return decode(exchange.body[:_TEXT_LIMIT], exchange.header("content-type")).text


def _declared(exchange: Exchange) -> str:
    return f"content type {exchange.header('content-type') or 'not given'}"


def _identity(exchange: Exchange, names: tuple[str, ...]) -> tuple[object, ...]:
    headers = tuple(exchange.header(name) for name in names)
    return (exchange.status, exchange.url, exchange.final_url, headers)
