"""Lines of the exposition format, written as the client library writes them and at a tenth of its cost."""

from collections.abc import Callable, Iterable
from operator import itemgetter

from prometheus_client.utils import floatToGoString

from monitor.metrics.families import Sample

_go_string: Callable[[float], str] = floatToGoString
_PLAIN = {0.0: "0.0\n", 1.0: "1.0\n"}


class Lines:
    """Writes the samples of one family; label names stand in their order, as `generate_latest` has them."""

    def __init__(self, name: str, labels: tuple[str, ...], *, simulated: bool) -> None:
        """`name` is that of the samples, with `_total` for a counter."""
        fixed = {"simulated": "true"} if simulated else {}
        names = sorted((*labels, *fixed))
        said = ",".join(f'{label}="{fixed.get(label, "%s")}"' for label in names)
        self._pattern = f"{name}{{{said}}} "
        self._quotes = 2 * len(names)
        places = [labels.index(label) for label in names if label not in fixed]
        self._chosen: Callable[[tuple[str, ...]], object] = itemgetter(*places)
        self._kept: dict[tuple[str, ...], str] = {}

    def of(self, samples: Iterable[Sample]) -> bytes:
        """The lines of these samples."""
        return "".join([self._beginning(labels) + _number(value) for labels, value in samples]).encode()

    def again(self, samples: Iterable[Sample]) -> bytes:
        """The same for samples whose labels stay while their values change: what stands before a value is remembered,
        as long as it is used."""
        before, kept = self._kept, dict[tuple[str, ...], str]()
        lines = []
        for labels, value in samples:
            kept[labels] = beginning = before.get(labels) or self._beginning(labels)
            lines.append(beginning + _number(value))
        self._kept = kept
        return "".join(lines).encode()

    def _beginning(self, labels: tuple[str, ...]) -> str:
        text = self._pattern % self._chosen(labels)
        if text.count('"') == self._quotes and "\\" not in text and "\n" not in text:
            return text
        return self._pattern % self._chosen(tuple(map(_escaped, labels)))


def header(name: str, documentation: str, kind: str = "gauge") -> bytes:
    """What stands before the samples of a family, once."""
    told = documentation.replace("\\", r"\\").replace("\n", r"\n")
    return f"# HELP {name} {told}\n# TYPE {name} {kind}\n".encode()


def _number(value: float) -> str:
    return _PLAIN.get(value) or f"{_go_string(value)}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
