"""Every key that is read off pages has words for people."""

from monitor.reports.figure_words import FIGURES, figure_words
from probes.figures.data import KEYS


def test_every_key_has_words() -> None:
    assert KEYS - set(FIGURES) == set()


def test_words_are_there_in_both_languages_and_told_apart() -> None:
    assert all(vi and en for vi, en in FIGURES.values())
    assert len(set(FIGURES.values())) == len(FIGURES)


def test_a_key_without_words_is_its_own_name() -> None:
    assert figure_words("new_key") == ("new_key", "new_key")
