"""Words looked for on pages, however a portal types them: composed or not, either place of the tone, no diacritics."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from probes.figures.words import fold, squeeze

_SHORT = 200  # characters: what is remembered; running text is not
_TONES = re.compile(r"(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_OLDER = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def spelt(text: str) -> str:
    """One line of text as it is compared: NFC, case-folded, tones in their older place (`văn hóa` for `văn hoá`)."""
    return _remembered(text) if len(text) <= _SHORT else _spelt(text)


@lru_cache(maxsize=8192)
def _remembered(text: str) -> str:
    return _spelt(text)


def _spelt(text: str) -> str:
    line = squeeze(text).casefold()
    return line if line.isascii() else _TONES.sub(lambda found: _OLDER[found[0]], line)


@lru_cache(maxsize=8192)
def slug(url: str) -> str:
    """The words of an address's path and query, without diacritics: `/gioi-thieu/so-do` is `gioi thieu so do`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return _NO_LETTERS.sub(" ", fold(unquote(f"{parts.path} {parts.query}").casefold())).strip()


class Phrases:
    """A set of words or phrases, found whole.

    Text that is typed without diacritics is matched without them; text that has them is matched with them, so that
    `bán đồ` is not taken for `bản đồ`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Compile the words; an empty set is never found."""
        self.words = tuple(words)
        self._spelt = _pattern(spelt(word) for word in self.words)
        self._folded = _pattern(fold(spelt(word)) for word in self.words)

    def find(self, text: str) -> str | None:
        """The first of the words that stands in the text, as it stands there."""
        line = spelt(text)
        found = (self._folded if line.isascii() else self._spelt).search(line)
        return found[0] if found else None

    def find_in_address(self, url: str) -> str | None:
        """The first of the words, of two syllables at least, that stands in an address's path."""
        found = self._folded.search(slug(url))
        return found[0] if found and " " in found[0] else None

    def count(self, text: str) -> int:
        """How many times words of the set stand in the text."""
        line = spelt(text)
        return sum(1 for _ in (self._folded if line.isascii() else self._spelt).finditer(line))


@lru_cache(maxsize=512)
def phrases(words: tuple[str, ...]) -> Phrases:
    """Words made ready to be looked for, once."""
    return Phrases(words)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True) if word)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if alternatives else r"(?!)")
