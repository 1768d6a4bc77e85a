"""How it is measured, what cannot be seen from here, and the exemptions that hold: for whoever doubts a verdict."""

from fastapi import APIRouter, Request, Response

from monitor import __version__
from monitor.web.pages.shell import Shell


def about_router(shell: Shell) -> APIRouter:
    """`/about`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/about")
    def about(request: Request) -> Response:
        picture, book = shell.sources.picture(), shell.sources.rulebook()
        context = {
            "undecided": sorted(picture.undecided().items(), key=lambda pair: -pair[1]),
            "verdicts": picture.verdicts(),
            "scoring": book.scoring,
            "rulebook": book.version,
            "version": __version__,
            "proposed": sum(1 for item in picture.portals if not item.judged),
        }
        return shell.show(request, "about.html", context)

    return router
