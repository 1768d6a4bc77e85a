"""What all pages share: where they read, the language they are asked for, and the layout that they stand in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from monitor.reports import words
from monitor.rollup.picture import Picture
from monitor.rules.rulebook import RuleBook
from monitor.storage.store import Store
from monitor.web.pages import wording

_TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSources:
    """Where pages read: the present picture, the rule book in use, and the store for what was before."""

    picture: Callable[[], Picture]
    rulebook: Callable[[], RuleBook]
    store: Store


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
        self._environment.filters |= {
            "percent": words.percent,
            "points": words.points,
            "number": words.number,
            "local_time": words.local_time,
            "day": lambda day: day.strftime("%d/%m/%Y") if isinstance(day, date) else "–",
            "segment": lambda text: quote(text, safe=""),
        }
        self._environment.globals |= {"words": words, "wording": wording}

    def show(self, request: Request, template: str, context: Mapping[str, Any], *, status: int = 200) -> Response:
        """A page, in the language of the question's `lang`."""
        speech = speech_of(request)
        root = str(request.scope.get("root_path", "")).rstrip("/")
        picture = self.sources.picture()

        def to(path: str) -> str:
            return f"{root}{path}?lang=en" if speech.english else f"{root}{path}"

        here = quote(request.scope["path"], safe="/")
        frame = {
            "t": speech,
            "to": to,
            "root": root,
            "here": here,
            "other": f"{root}{here}" if speech.english else f"{root}{here}?lang=en",
            "picture": picture,
        }
        page = self._environment.get_template(template).render({**frame, **context})
        return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-cache"})

    def missing(self, request: Request) -> Response:
        """The page that says that there is none."""
        return self.show(request, "missing.html", {}, status=404)


def speech_of(request: Request) -> Speech:
    """English where `lang=en` was asked for."""
    return Speech(request.query_params.get("lang") == "en")


def moment(at: datetime | None) -> str:
    """A moment as people read it; a dash where there is none."""
    return "–" if at is None else words.local_time(at)
