"""What all pages share: where they read, who asks, in which language, and the layout that they stand in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from starlette.responses import HTMLResponse

from monitor.catalogue.records import Catalogue
from monitor.reports import words
from monitor.reports.compared.comparing_periods import Comparing, Snapshots, comparing
from monitor.rollup.picture import Picture
from monitor.rollup.target_files import Target
from monitor.rounds.cadence import LOCAL
from monitor.rules.rulebook import RuleBook
from monitor.storage.store import Store
from monitor.tokens.records import Scope
from monitor.web.pages import wording
from monitor.web.sessions import Sessions

_SEPARATORS = str.maketrans(",.", ".,")
_TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSources:
    """Where pages read: the present picture, the rule book in use, and the store for what was before.

    `catalogue` is that of all days; `scenario` names the simulated estate even where the store cannot be read.
    Without `sessions` nobody sees more than everybody.
    """

    picture: Callable[[], Picture]
    rulebook: Callable[[], RuleBook]
    store: Store
    catalogue: Callable[[], Catalogue]
    targets: Callable[[], tuple[Target, ...]] = tuple
    scenario: Callable[[], str] = str
    sessions: Sessions | None = None
    snapshots: Snapshots = field(default_factory=Snapshots)

    def comparing(self) -> Comparing:
        """What periods are compared by."""
        return comparing(self.picture(), self.store, self.catalogue(), targets=self.targets(), snapshots=self.snapshots)


@dataclass(frozen=True, slots=True)
class Speech:
    """One language of a page: Vietnamese unless English was asked for. Calling it picks the word."""

    english: bool

    def __call__(self, vi: str, en: str) -> str:
        """The word of this language; a missing translation is given in the other one."""
        return (en or vi) if self.english else (vi or en)

    def pick(self, pair: tuple[str, str]) -> str:
        """The same for a pair of words."""
        return self(*pair)

    def digits(self, text: str) -> str:
        """A number as Vietnamese people write it, as this language writes it: 1.234,5 is 1,234.5 in English."""
        return text.translate(_SEPARATORS) if self.english else text

    def name(self, item: Any) -> str:
        """The name of an agency, target or the like that has one in both languages."""
        return self(item.name_vi, item.name_en)


class Shell:
    """Fills templates; everything in them is escaped, and a name that is not there is an error."""

    def __init__(self, sources: PageSources) -> None:
        """Templates are read when they are first needed."""
        self.sources = sources
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters: dict[str, Callable[..., Any]] = {
            "percent": _spoken(words.percent),
            "points": _spoken(words.points),
            "number": _spoken(words.number),
            "local_time": words.local_time,
            "day": lambda day: day.strftime("%d/%m/%Y") if isinstance(day, date) else "–",
            "noon": _noon,
            "segment": lambda text: quote(text, safe=""),
        }
        self._environment.filters |= filters
        self._environment.globals |= {"words": words, "wording": wording}

    def may(self, request: Request, scope: Scope) -> bool:
        """Whether whoever asks holds a token for this; raises 401 for a token that is wrong."""
        sessions = self.sources.sessions
        caller = sessions.caller(request) if sessions is not None else None
        return caller is not None and caller.may(scope)

    def show(self, request: Request, template: str, context: Mapping[str, Any]) -> Response:
        """A page, in the language of the question's `lang`."""
        sessions = self.sources.sessions
        caller = sessions.caller(request) if sessions is not None else None
        frame = {"picture": self.sources.picture(), "holder": caller.name if caller is not None else ""}
        kept = "private, no-store" if caller is not None else "no-cache"
        return self._page(request, template, {**frame, **context}, status=200, kept=kept)

    def trouble(self, request: Request, *, status: int, told: tuple[str, str], why: tuple[str, str]) -> Response:
        """A page that says in one sentence what is wrong; it reads nothing."""
        context = {"picture": None, "holder": "", "told": told, "why": why, "status": status}
        return self._page(request, "trouble.html", context, status=status, kept="no-store")

    def missing(self, request: Request) -> Response:
        """The page that says that there is none."""
        return self.trouble(request, status=404, told=wording.MISSING, why=wording.MISSING_WHY)

    def _page(self, request: Request, template: str, context: Mapping[str, Any], *, status: int, kept: str) -> Response:
        speech = speech_of(request)
        root = str(request.scope.get("root_path", "")).rstrip("/")
        here = quote(request.scope["path"], safe="/")
        asked = {name: value[:200] for name, value in request.query_params.items() if name != "lang"}

        def to(path: str, **more: Any) -> str:
            query = {**more, **({"lang": "en"} if speech.english else {})}
            return f"{root}{path}?{urlencode(query)}" if query else f"{root}{path}"

        other = urlencode(asked if speech.english else {**asked, "lang": "en"})
        frame = {
            "t": speech,
            "to": to,
            "root": root,
            "here": here,
            "other": f"{root}{here}?{other}" if other else f"{root}{here}",
            "scenario": self.sources.scenario(),
            "tokens": self.sources.sessions is not None,
        }
        page = self._environment.get_template(template).render({**frame, **context})
        headers = {"Cache-Control": kept, "Vary": "Authorization, Cookie"}
        return HTMLResponse(page, status_code=status, headers=headers)


def _spoken(write: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes numbers as the page's language does."""

    @pass_context
    def spoken(context: Context, *told: Any, **more: Any) -> str:
        speech: Speech = context["t"]
        return speech.digits(write(*told, **more))

    return spoken


def _noon(day: date) -> int:
    """The middle of a day of Asia/Ho_Chi_Minh in seconds since 1970: where a day stands on an axis of time."""
    return int(datetime.combine(day, time(12), LOCAL).timestamp())


def speech_of(request: Request) -> Speech:
    """English where `lang=en` was asked for."""
    return Speech(request.query_params.get("lang") == "en")


def moment(at: datetime | None) -> str:
    """A moment as people read it; a dash where there is none."""
    return "–" if at is None else words.local_time(at)
