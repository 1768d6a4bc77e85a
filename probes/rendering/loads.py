"""What a browser brings home from loading a page: the loads, and what was watched for during them."""

from dataclasses import dataclass

from probes.failures import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to watch for: hosts of the EMC tracker, of which only `script_name` is let through to them.

    A call below `tracker_path` would count a visit on the national system, so it is answered here.
    `label_selector` (CSS) and `label_texts` are the signs of the label that the tracker's script puts in; `queue` is
    the script variable in which `site_call` names the site's number.
    """

    hosts: tuple[str, ...]
    tracker_path: str
    script_name: str
    queue: str
    site_call: str
    label_selector: str = ""
    label_texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A picture of the page (PNG, small) at a time in seconds since the navigation began."""

    at: float
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task that held the page's main thread: start since the navigation began and length, both in seconds."""

    start: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One load in a context of its own: nothing in any cache, no cookies.

    Times are in seconds since the navigation began; `ended` is until when they count.
    `problem` says why the load came to nothing; then nothing else of it is to be used.
    `settled`: after the load event no request was on its way any more for a while. `html` is the page as it stood
    then, empty where it was too large. `label` is `visible`, `hidden` or `None`. `held_back` are the tracker's calls
    that we answered ourselves, `tracker_script`: its script was loaded, `insecure`: it was asked for over plain HTTP.
    `scripts_missing`: a script of the page could not be had from here, so what it would have put in is not known.
    `strained`: our own machine was busy, so that the times say nothing of the portal.
    """

    url: str
    problem: str | None = None
    final_url: str = ""
    status: int = 0
    html: str = ""
    settled: bool = False
    ended: float = 0.0
    first_content: float | None = None
    largest_content: tuple[float, ...] = ()
    tasks: tuple[Task, ...] = ()
    frames: tuple[Frame, ...] = ()
    label: str | None = None
    site_id: int | None = None
    tracker_script: bool = False
    held_back: tuple[str, ...] = ()
    insecure: bool = False
    scripts_missing: bool = False
    strained: bool = False


Rendering = tuple[Load, ...] | Failure | None  # the loads; why the browser gave none; or it had no time for us


def not_rendered(url: str, wanted: Wanted) -> Rendering:
    """What a browser shows of a URL where there is none: nothing, and nothing is said of the portal."""
    del url, wanted
    return None
