"""No look uses more than 256 MB, whatever is sent: the process that looks is under that limit, its own start apart."""

import gzip
import json
import subprocess
import sys
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import brotli
import zstandard

from tests.support.dear_pages import hostile_pages
from tests.support.hostile import Behaviour, Visitor, serving
from tests.support.hostile_answers import ANSWERS, LONG, OK, chunked, encoded, flooding, saying, sized
from tests.support.looking_child import MOST

HTML = b"Content-Type: text/html; charset=utf-8"
MEGABYTE = b"\0" * 1_000_000
DEAR = ("cells without end", "wide spans", "nested tables", "nested lists", "attributes", "digits", "links", "scripts")


def page(body: bytes) -> Behaviour:
    """The first page; every other address is not there."""

    def behave(visitor: Visitor) -> None:
        if visitor.hear().startswith(b"GET / "):
            visitor.say(sized(body, HTML))
        else:
            visitor.say(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    return behave


def zipped(megabytes: int) -> bytes:
    pressing = zlib.compressobj(1, wbits=31)
    return b"".join(pressing.compress(MEGABYTE) for _ in range(megabytes)) + pressing.flush()


def zstd(megabytes: int) -> bytes:
    pressing = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join(pressing.compress(MEGABYTE) for _ in range(megabytes)) + pressing.flush()


def wide_zstd() -> bytes:
    """A frame that wants a window of 2 GB to be read."""
    settings = zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=True)
    pressing = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    return pressing.compress(LONG) + pressing.flush()


MANY = b" ".join(b"a%d=1" % number for number in range(200_000))
SORTS = {"attributes": ("empty", "empty"), "scripts": ("seen", "script_shell")}


def cases() -> dict[str, tuple[Behaviour, str, str | None, bool]]:
    """By name: what the server does, then outcome, page kind, and whether the reader refuses the page."""
    dear = {name: page(body) for name, body in hostile_pages().items() if name in DEAR}
    return {
        "gzip bomb of 100 MB": (saying(encoded(b"gzip", zipped(100))), "body_too_large", None, False),
        "gzip bomb in a gzip bomb": (
            saying(encoded(b"gzip, gzip", gzip.compress(zipped(100)))),
            "body_too_large",
            None,
            False,
        ),
        "deflate bomb": (saying(encoded(b"deflate", zlib.compress(MEGABYTE * 50, 1))), "body_too_large", None, False),
        "zstd bomb of 300 MB": (saying(encoded(b"zstd", zstd(300))), "body_too_large", None, False),
        "zstd with a window of 2 GB": (saying(encoded(b"zstd", wide_zstd())), "malformed_response", None, False),
        "brotli bomb": (
            saying(encoded(b"br", brotli.compress(MEGABYTE * 50, quality=1))),
            "body_too_large",
            None,
            False,
        ),
        "body that never ends": (flooding(OK + b"\r\n", LONG), "body_too_large", None, False),
        "chunks that never end": (flooding(chunked(b""), b"186a0\r\n" + LONG + b"\r\n"), "body_too_large", None, False),
        "10 MB of headers": (ANSWERS["10 MB of headers"][0], "malformed_response", None, False),
        "10 MB in one header": (ANSWERS["10 MB in one header"][0], "malformed_response", None, False),
        "header that never ends": (ANSWERS["header that never ends"][0], "malformed_response", None, False),
        "status line that never ends": (ANSWERS["status line that never ends"][0], "malformed_response", None, False),
        "2 MB of nested div": (page(b"<html><body>" + b"<div>" * 399_000), "seen", "content", True),
        "nested div within the limit of tags": (page(b"<html><body>" + b"<div>" * 59_000), "seen", "content", True),
        "100,000 table cells": (page(b"<table>" + (b"<tr>" + b"<td>1" * 100) * 1_000), "seen", "content", True),
        "2 MB of one word": (page(b"<html><body><p>" + b"a" * 1_990_000), "seen", "content", False),
        "2 MB of entities": (page(b"<html><body><p>" + b"&#7879;" * 284_000), "seen", "content", False),
        "2 MB of attributes": (page(b"<html><body><p %b>Tin" % MANY), "seen", "content", True),
        "2 MB of less-than signs": (page(b"<html><body>" + b"<" * 1_980_000), "seen", "content", True),
        "2 MB in one comment": (page(b"<html><body><p>Tin</p><!--" + b"x" * 1_990_000), "seen", "content", False),
        "2 MB of JSON nested": (
            saying(sized(b"[" * 1_990_000, b"Content-Type: application/json")),
            "seen",
            "not_html",
            False,
        ),
        "2 MB of null bytes": (page(b"\0" * 1_990_000), "empty", "empty", False),
        "2 MB of invalid UTF-8": (page(b"<html><body><p>" + b"\xc3\x28" * 990_000), "seen", "content", False),
    } | {f"dear: {name}": (behave, *SORTS.get(name, ("seen", "content")), False) for name, behave in dear.items()}


def test_no_look_takes_more_than_256_mb_and_each_says_what_it_met() -> None:
    known = cases()
    told = looked({name: case[0] for name, case in known.items()})
    met = {name: (item.get("outcome"), item.get("kind"), bool(item.get("unread"))) for name, item in told.items()}
    assert met == {name: case[1:] for name, case in known.items()}
    assert {name: item["rss"] for name, item in told.items() if item["rss"] >= MOST} == {}


def looked(behaviours: dict[str, Behaviour]) -> dict[str, dict[str, Any]]:
    """What the child tells of each."""
    with ExitStack() as stack:
        ports = {name: stack.enter_context(serving(behave)) for name, behave in behaviours.items()}
        child = subprocess.run(
            [sys.executable, "-m", "tests.support.looking_child"],
            input=json.dumps(ports),
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        )
    told = [json.loads(line) for line in child.stdout.splitlines()]
    assert not [item for item in told if "died" in item], child.stderr[-2000:]
    return {item["name"]: item for item in told}
