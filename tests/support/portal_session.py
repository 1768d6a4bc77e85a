"""A portal's pages as one look's session answers them, counting what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from probes.answer import Answer
from probes.exchange import Exchange
from probes.failures import Failure, FailureKind, failed
from probes.names.facts import DnsFacts, not_asked
from probes.rendering.loads import Rendering, Wanted
from tests.support.content_pages import HOME, answered

DAY = date(2026, 11, 22)
TEXT = (
    "Tỉnh nằm bên dòng sông dài, có nhiều làng nghề và những cánh đồng rộng được gìn giữ qua nhiều đời người dân. " * 3
)
_ENTRIES = ("Trang chủ", "Tin tức", "Văn bản", "Liên hệ")
_MENU = "".join(f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(_ENTRIES))


def page(body: str) -> str:
    """A page of the invented portal: its menu, some text, and the body given."""
    head = '<!DOCTYPE html><html lang="vi"><head><title>Tỉnh Mẫu</title></head>'
    return f"{head}<body><ul>{_MENU}</ul><p>{TEXT}</p>{body}</body></html>"


def at(path: str) -> str:
    """An address of the invented portal."""
    return HOME.rstrip("/") + path


@dataclass(kw_only=True)
class PortalSession:
    """`pages` maps addresses to markup, or to a status; every other address is not found."""

    pages: Mapping[str, str | int]
    content_types: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    known: dict[str, Answer] = field(default_factory=dict)
    rendering: Rendering = None
    rendered: list[str] = field(default_factory=list)

    def ask(self, url: str) -> Answer:
        """The same answer again for the same address."""
        if url not in self.known:
            self.asked.append(url)
            self.known[url] = self._answer(url)
        return self.known[url]

    def look_up(self, url: str) -> DnsFacts | Failure:
        """No name server is asked."""
        return not_asked(url)

    def render(self, url: str, wanted: Wanted) -> Rendering:
        """What the test says that a browser brings home."""
        del wanted
        self.rendered.append(url)
        return self.rendering

    def _answer(self, url: str) -> Answer:
        given = self.pages.get(url, 404)
        if given == 0:
            failure = failed(FailureKind.READ_TIMEOUT, "as told")
            return Answer(exchange=Exchange(url=url, final_url=url, failure=failure), failure=failure)
        kind = self.content_types.get(url, "text/html; charset=utf-8")
        if isinstance(given, int):
            return answered(f"<title>{given}</title><h1>{given}</h1>", url=url, status=given, content_type=kind)
        return answered(given, url=url, content_type=kind)
