"""Whatever is logged, each line of the log is one of our own, and nothing in it commands a terminal."""

import io
import logging
from collections.abc import Iterator

import pytest

from monitor.log_lines import as_lines
from tests.support.daemon import ROOT
from tests.support.hostile_texts import HOSTILE_TEXTS

FORGED = "x\n2026-11-22 03:00:00,000 INFO monitor.daemon all is well"
TEXTS = (
    *HOSTILE_TEXTS,
    FORGED,
    "\x1b[2J\x1b[31m",
    "a\r\nb",
    "\x07",
    "\x9b31m",
    "\u2028x",
    "\u202egnp.exe",
    "\x00",
    "%s",
)


@pytest.fixture
def said() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger of the test's own, as the commands set theirs up."""
    log, text = logging.Logger("probe"), io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(as_lines)
    log.addHandler(handler)
    yield log, text
    handler.close()


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_is_one_line_of_printable_text(said: tuple[logging.Logger, io.StringIO], text: str) -> None:
    log, out = said
    log.warning("portal %s says %s", "x-portal", text)
    (line,) = out.getvalue().split("\n")[:-1]
    assert line.startswith("WARNING probe portal x-portal says ")
    assert line.isprintable()
    if text.isprintable():
        assert line.endswith(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_traceback_forges_no_line(said: tuple[logging.Logger, io.StringIO], text: str) -> None:
    log, out = said
    try:
        raise ValueError(text)
    except ValueError:
        log.exception("round broke: portal %s", "x-portal")
    first, *others = out.getvalue().split("\n")[:-1]
    assert first == "ERROR probe round broke: portal x-portal"
    assert all(line.startswith("| ") and line.isprintable() for line in others)
    assert any("ValueError" in line for line in others)


def test_two_handlers_say_the_same(said: tuple[logging.Logger, io.StringIO]) -> None:
    log, out = said
    again = logging.StreamHandler(out)
    again.addFilter(as_lines)
    log.addHandler(again)
    try:
        raise ValueError(FORGED)
    except ValueError:
        log.exception("%s", FORGED)
    again.close()
    assert out.getvalue().count("| ValueError") == 2
    assert "| | " not in out.getvalue()


def test_nothing_else_sets_up_a_log() -> None:
    """So that every command that stays logs that way."""
    sources = (path for path in (ROOT / "monitor").rglob("*.py") if path.name != "log_lines.py")
    assert not [path.name for path in sources if "basicConfig" in path.read_text("utf-8")]
