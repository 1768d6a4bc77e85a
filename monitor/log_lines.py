"""What the process logs stands line by line: texts of portals in it move no cursor and forge no line."""

import logging
import sys

_WITHIN = "| "  # before each line of a traceback: none of them looks like a line of the log's own
_TRACES = logging.Formatter()


def log_to_stderr(level: int, *, form: str) -> None:
    """Log this and graver to stderr; `form` is that of `logging`."""
    logging.basicConfig(level=level, stream=sys.stderr, format=form)
    for handler in logging.getLogger().handlers:
        handler.addFilter(as_lines)


def as_lines(record: logging.LogRecord) -> bool:
    """Make the message one line, a traceback lines apart, control characters written out; every record is kept."""
    record.msg, record.args = _one_line(record.getMessage()), ()
    if record.exc_info and not record.exc_text:
        record.exc_text = _TRACES.formatException(record.exc_info)
    if record.exc_text and not record.exc_text.startswith(_WITHIN):
        record.exc_text = "\n".join(_WITHIN + _one_line(line) for line in record.exc_text.split("\n"))
    return True


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
