"""Platform profiles: how to recognise a portal's product, where its statistics stand, how it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from probes.mistakes import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One product. `levels`: columns of levels are `exclusive`, or `cumulative` (each holds the higher ones).

    `paths` are where statistics stand below the root.
    """

    name: str
    signs: tuple[str, ...]
    signs_needed: int
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    levels: str = "exclusive"
    on_time_definition: str | None = None
    online_definition: str | None = None

    def fits(self, source: str, url: str) -> bool:
        """Whether the page is this product's: enough signs in its source, and one of its hosts where it names any."""
        host = (urlsplit(url).hostname or "") if "://" in url else ""
        if self.hosts and not any(host == name or host.endswith("." + name) for name in self.hosts):
            return False
        if self.hosts and not self.signs:
            return True
        return sum(sign in source for sign in self.signs) >= max(1, self.signs_needed)

    def definition(self, key: str) -> str | None:
        """The definition of a figure that the product is known to use, or `None`."""
        if key == "on_time_ratio":
            return self.on_time_definition
        if key in ("online_ratio", "received_online_ratio"):
            return self.online_definition
        if self.levels == "cumulative" and key in ("services_partial", "services_information"):
            return "cumulative"
        return None


_TEXTS = ("signs", "hosts", "paths")
_KNOWN = {"name", *_TEXTS, "signs_needed", "levels", "on_time_definition", "online_definition"}


def recognise(profiles: tuple[Profile, ...], source: str, url: str) -> Profile | None:
    """The profile that the page fits, the one with most signs first; `None` where none does."""
    ranked = sorted(profiles, key=lambda profile: (-len(profile.hosts), -profile.signs_needed))
    return next((profile for profile in ranked if profile.fits(source, url)), None)


def profile_from(content: Mapping[str, Any], *, file: str) -> tuple[Profile | None, list[Mistake]]:
    """The profile that a file describes, or what is wrong with it."""
    wrong = [
        Mistake(file=file, where=name, wrong="is not known", expected=f"one of {', '.join(sorted(_KNOWN))}")
        for name in sorted(content.keys() - _KNOWN)
    ]
    wrong += [
        Mistake(file=file, where=name, wrong="holds something else", expected="a list of texts")
        for name in _TEXTS
        if not isinstance(content.get(name, []), list)
        or not all(isinstance(text, str) and text for text in content.get(name, []))
    ]
    if content.get("levels", "exclusive") not in ("exclusive", "cumulative"):
        wrong.append(
            Mistake(file=file, where="levels", wrong=f"is {content['levels']!r}", expected="exclusive or cumulative")
        )
    if type(content.get("signs_needed", 1)) is not int:
        wrong.append(Mistake(file=file, where="signs_needed", wrong="is no whole number", expected="a whole number"))
    if not wrong and not content.get("signs") and not content.get("hosts"):
        wrong.append(
            Mistake(file=file, where="signs", wrong="nothing recognises the platform", expected="signs or hosts")
        )
    return (None if wrong else _build(content)), wrong


def _build(content: Mapping[str, Any]) -> Profile:
    return Profile(
        name=str(content.get("name", "")),
        signs=tuple(content.get("signs", ())),
        signs_needed=content.get("signs_needed", 1),
        hosts=tuple(content.get("hosts", ())),
        paths=tuple(content.get("paths", ())),
        levels=content.get("levels", "exclusive"),
        on_time_definition=content.get("on_time_definition"),
        online_definition=content.get("online_definition"),
    )
