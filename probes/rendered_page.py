"""The first page as a browser shows it, once a day: label and tag that scripts put in, and how fast it shows itself."""

from pathlib import Path

from probes.answer import PageKind
from probes.contract import Look, Looker, Memory, Probe, Session, Target
from probes.emc_tag import Signature, load_signature
from probes.facts import RenderedPage
from probes.failures import Failure
from probes.fingerprints import load_fingerprints
from probes.page_kind import classifier
from probes.rendering.loads import Wanted
from probes.rendering.reading import read

NAME = "rendered_page"
_REMEMBERED = 16  # a rendered page hardly ever comes twice
_SHOWN = frozenset({PageKind.CONTENT, PageKind.SCRIPT_SHELL, PageKind.REDIRECT_SHELL})


def wanted_of(signature: Signature) -> Wanted:
    """What to watch for while the page loads."""
    selectors = (*(f"#{name}" for name in signature.label_ids), *(f".{name}" for name in signature.label_classes))
    return Wanted(
        hosts=signature.hosts,
        tracker_path=signature.tracker_path,
        script_name=signature.script_name,
        queue=signature.queue,
        site_call=signature.site_call,
        label_selector=", ".join(selectors),
        label_texts=signature.label_texts,
    )


def prepare(folder: Path) -> Looker:
    """The looker of this probe; raises `DataError` with the mistakes in `pages/`."""
    signature = load_signature(folder)
    classify = classifier(load_fingerprints(folder), remembered=_REMEMBERED)
    wanted = wanted_of(signature)

    def look(target: Target, session: Session, memory: Memory) -> Look[RenderedPage]:
        """Show a first page that was seen, and only one that is the portal's own."""
        home = session.ask(target.url)
        if home.failure is not None:
            return Look(failure=home.failure, remember=memory)
        if home.kind not in _SHOWN:
            return Look(facts=RenderedPage(loads=0, problems=(f"page kind {home.kind}",)), remember=memory)
        loads = session.render(home.exchange.final_url, wanted)
        if loads is None:  # no browser, or it is busy: the probe stays due
            return Look(remember=memory)
        if isinstance(loads, Failure):
            return Look(failure=loads, remember=memory)
        facts, page = read(loads, home=home.exchange.final_url, signature=signature, classify=classify)
        return Look(facts=facts, remember=memory, pages=(page,) if page else ())

    return look


PROBE = Probe(name=NAME, facts=RenderedPage, prepare=prepare, cadence="daily")
