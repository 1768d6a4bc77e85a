"""Ways to answer a plain HTTP request, each with the failure that it has to be called, `None` where it is an answer."""

import gzip
import itertools
import zlib

import brotli
import zstandard

from probes.failures import FailureKind as K
from tests.support.hostile import Behaviour, Visitor

OK = b"HTTP/1.1 200 OK\r\n"
LONG = b"a" * 100_000
PAGE = b"<html>Trang ch\xe1\xbb\xa7</html>"


def saying(*parts: bytes) -> Behaviour:
    """Hears the request, says this, and closes."""

    def behave(visitor: Visitor) -> None:
        visitor.hear()
        visitor.say(*parts)

    return behave


def holding(*parts: bytes) -> Behaviour:
    """Hears the request, says this, and stays silent with the line open."""

    def behave(visitor: Visitor) -> None:
        visitor.hear()
        visitor.say(*parts)
        visitor.hold()

    return behave


def resetting(*parts: bytes) -> Behaviour:
    """Hears the request, says this, waits a moment for it to arrive, and resets the line."""

    def behave(visitor: Visitor) -> None:
        visitor.hear()
        visitor.say(*parts)
        visitor.stopped.wait(0.1 if parts else 0)
        visitor.reset()

    return behave


def flooding(start: bytes, part: bytes) -> Behaviour:
    """Repeats a part as fast as it is taken."""

    def behave(visitor: Visitor) -> None:
        visitor.hear()
        visitor.say(start)
        while not visitor.stopped.is_set():
            visitor.say(part)

    return behave


def dripping(start: bytes, part: bytes, *, every: float = 0.05) -> Behaviour:
    """Repeats a part with pauses."""

    def behave(visitor: Visitor) -> None:
        visitor.hear()
        visitor.say(start)
        visitor.drip(itertools.repeat(part), every=every)

    return behave


def hasty(visitor: Visitor) -> None:
    """Answers before it has heard anything."""
    visitor.say(sized(PAGE))
    visitor.hear()


def sized(body: bytes, *headers: bytes) -> bytes:
    """A well-formed answer."""
    lines = b"".join(header + b"\r\n" for header in headers)
    return OK + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(*chunks: bytes) -> bytes:
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


def encoded(name: bytes, body: bytes) -> bytes:
    return sized(body, b"Content-Encoding: " + name)


BOMB = b"\0" * 10_000_000
ZIPPED = gzip.compress(PAGE)
RAW_DEFLATE = zlib.compressobj(wbits=-15)
UNLABELLED = RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush()
TINY_CHUNKS = b"".join(b"1\r\na\r\n" for _ in range(500))

# The look's deadline is 0.8 s and its largest body 100,000 bytes (see the test).
ANSWERS: dict[str, tuple[Behaviour, K | None]] = {
    # nothing, or no HTTP
    "silence after the request": (holding(), K.READ_TIMEOUT),
    "closed before a status": (saying(), K.CONNECTION_RESET),
    "reset before a status": (resetting(), K.CONNECTION_RESET),
    "closed within the word HTTP": (saying(b"HTT"), K.CONNECTION_RESET),
    "closed within the status line": (saying(b"HTTP/1.1 20"), K.CONNECTION_RESET),
    "silence within the status line": (holding(b"HTTP/1.1 20"), K.READ_TIMEOUT),
    "status line that never ends": (flooding(b"HTTP/1.1 200 ", LONG), K.MALFORMED_RESPONSE),
    "status line dripping": (dripping(b"HTTP/1.1 200 ", b"a"), K.DEADLINE_EXCEEDED),
    "HTTP/0.9": (saying(PAGE), K.MALFORMED_RESPONSE),
    "HTTP/2 preface": (saying(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), K.MALFORMED_RESPONSE),
    "HTTP/3 status line": (saying(b"HTTP/3.0 200 OK\r\n\r\n"), K.MALFORMED_RESPONSE),
    "another protocol": (saying(b"SSH-2.0-OpenSSH_9.2\r\n"), K.MALFORMED_RESPONSE),
    "binary noise": (saying(bytes(range(256)) * 50), K.MALFORMED_RESPONSE),
    "blank lines only": (saying(b"\r\n" * 5), K.MALFORMED_RESPONSE),
    "null bytes only": (saying(b"\0" * 5000), K.MALFORMED_RESPONSE),
    "status of letters": (saying(b"HTTP/1.1 abc OK\r\n\r\n"), K.MALFORMED_RESPONSE),
    "status of two digits": (saying(b"HTTP/1.1 20 OK\r\n\r\n"), K.MALFORMED_RESPONSE),
    "status of four digits": (saying(b"HTTP/1.1 2000 OK\r\n\r\n"), K.MALFORMED_RESPONSE),
    "status 000": (saying(b"HTTP/1.1 000 OK\r\n\r\n"), K.MALFORMED_RESPONSE),
    "status without a reason": (saying(b"HTTP/1.1 200\r\n\r\n", PAGE), None),
    "status line of HTTP/1.0": (saying(b"HTTP/1.0 200 OK\r\n\r\n", PAGE), None),
    "status line ending in LF": (saying(b"HTTP/1.1 200 OK\n\n", PAGE), None),
    "status 999": (saying(b"HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n"), None),
    "answer before the request": (hasty, None),
    # interim answers
    "interim answers without end": (flooding(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), K.DEADLINE_EXCEEDED),
    "early hints without end": (flooding(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), K.DEADLINE_EXCEEDED),
    "early hints, then an answer": (saying(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", sized(PAGE)), None),
    "continue, then an answer": (saying(b"HTTP/1.1 100 Continue\r\n\r\n", sized(PAGE)), None),
    "continue, then silence": (holding(b"HTTP/1.1 100 Continue\r\n\r\n"), K.READ_TIMEOUT),
    "continue, then closed": (saying(b"HTTP/1.1 100 Continue\r\n\r\n"), K.CONNECTION_RESET),
    "switching protocols": (saying(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), K.MALFORMED_RESPONSE),
    # headers
    "header that never ends": (flooding(OK + b"X: ", LONG), K.MALFORMED_RESPONSE),
    "header dripping": (dripping(OK + b"X: ", b"a"), K.DEADLINE_EXCEEDED),
    "headers without end": (flooding(OK, b"X: y\r\n"), K.MALFORMED_RESPONSE),
    "10 MB of headers": (saying(OK, (b"X: " + b"y" * 1000 + b"\r\n") * 10_000, b"\r\n"), K.MALFORMED_RESPONSE),
    "10 MB in one header": (saying(OK, b"X: " + b"y" * 10_000_000, b"\r\n\r\n"), K.MALFORMED_RESPONSE),
    "300 headers": (saying(OK, b"X: y\r\n" * 300, b"\r\n"), K.MALFORMED_RESPONSE),
    "header of 100,000 bytes": (saying(OK, b"X: ", LONG, b"\r\n\r\n"), K.MALFORMED_RESPONSE),
    "closed within the headers": (saying(OK, b"Content-Type: text/html\r\n"), K.MALFORMED_RESPONSE),
    "closed within a header": (saying(OK, b"Content-Ty"), K.MALFORMED_RESPONSE),
    "reset within the headers": (resetting(OK, b"Content-Ty"), K.MALFORMED_RESPONSE),
    "silence within the headers": (holding(OK, b"Content-Ty"), K.READ_TIMEOUT),
    "invalid UTF-8 in a header": (saying(sized(PAGE, b"X: \xff\xfe\xc0")), None),
    "null bytes in a header": (saying(sized(PAGE, b"X: a\0b")), None),
    "carriage return in a header": (saying(sized(PAGE, b"X: a\rContent-Length: 3")), None),
    "header without a colon": (saying(sized(PAGE, b"nonsense", b"X: y")), None),
    "header without a name": (saying(sized(PAGE, b": y")), None),
    "header name with spaces": (saying(sized(PAGE, b"X Y: z")), None),
    "folded header": (saying(sized(PAGE, b"X: y", b"  z")), None),
    "first header folded": (saying(sized(PAGE, b"  z")), None),
    "broken cookies": (saying(sized(PAGE, b"Set-Cookie: =;;;\xff; expires=never", b"Set-Cookie:")), None),
    # length
    "short body": (saying(OK, b"Content-Length: 50\r\n\r\n", PAGE), K.MALFORMED_RESPONSE),
    "reset within the body": (resetting(OK, b"Content-Length: 50\r\n\r\n", PAGE), K.MALFORMED_RESPONSE),
    "body longer than said": (saying(sized(PAGE), b"more"), None),
    "silence within the body": (holding(OK, b"Content-Length: 50\r\n\r\n", PAGE), K.READ_TIMEOUT),
    "body dripping": (dripping(OK + b"Content-Length: 5000\r\n\r\n", b"a"), K.DEADLINE_EXCEEDED),
    "body without length dripping": (dripping(OK + b"\r\n", b"a"), K.DEADLINE_EXCEEDED),
    "body that never ends": (flooding(OK + b"\r\n", LONG), K.BODY_TOO_LARGE),
    "body without length": (saying(OK, b"\r\n", PAGE), None),
    "body one byte too large": (saying(sized(b"a" * 100_001)), K.BODY_TOO_LARGE),
    "body of just the permitted size": (saying(sized(b"a" * 100_000)), None),
    "huge length announced": (holding(OK, b"Content-Length: 99999999999999999999999\r\n\r\n"), K.BODY_TOO_LARGE),
    "length of letters": (saying(OK, b"Content-Length: many\r\n\r\n", PAGE), None),
    "negative length": (saying(OK, b"Content-Length: -5\r\n\r\n", PAGE), None),
    "two lengths that differ": (
        saying(OK, b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", PAGE),
        K.MALFORMED_RESPONSE,
    ),
    "the same length twice": (saying(sized(PAGE, b"Content-Length: %d" % len(PAGE))), None),
    "no content": (saying(b"HTTP/1.1 204 No Content\r\n\r\n"), None),
    "not modified": (saying(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n"), None),
    # chunks
    "chunks": (saying(chunked(b"5\r\nhello\r\n", b"0\r\n\r\n")), None),
    "chunk with an extension": (saying(chunked(b"5;a=b\r\nhello\r\n", b"0\r\n\r\n")), None),
    "chunks of one byte": (saying(chunked(TINY_CHUNKS, b"0\r\n\r\n")), None),
    "chunk size of letters": (saying(chunked(b"xyz\r\nhello\r\n")), K.MALFORMED_RESPONSE),
    "negative chunk size": (saying(chunked(b"-5\r\nhello\r\n")), K.MALFORMED_RESPONSE),
    "chunk of size -1": (saying(chunked(b"-1\r\n" + PAGE)), K.MALFORMED_RESPONSE),
    "empty chunk size": (saying(chunked(b"\r\nhello\r\n")), K.MALFORMED_RESPONSE),
    "chunk size that never ends": (flooding(chunked(b""), b"0" * 1000), K.MALFORMED_RESPONSE),
    "chunk extension that never ends": (flooding(chunked(b"5;"), LONG), K.MALFORMED_RESPONSE),
    "chunk cut off": (saying(chunked(b"50\r\nhello")), K.MALFORMED_RESPONSE),
    "no last chunk": (saying(chunked(b"5\r\nhello\r\n")), K.MALFORMED_RESPONSE),
    "huge chunk announced": (saying(chunked(b"fffffffffffffff\r\nhello")), K.MALFORMED_RESPONSE),
    "chunks without end": (flooding(chunked(b""), b"3e8\r\n" + b"a" * 1000 + b"\r\n"), K.BODY_TOO_LARGE),
    "chunks dripping": (dripping(chunked(b""), b"1\r\na\r\n"), K.DEADLINE_EXCEEDED),
    "silence between chunks": (holding(chunked(b"5\r\nhello\r\n")), K.READ_TIMEOUT),
    "trailers without end": (flooding(chunked(b"0\r\n"), b"X: y\r\n" * 100), K.BODY_TOO_LARGE),
    # encodings
    "gzip": (saying(encoded(b"gzip", ZIPPED)), None),
    "gzip of two members": (saying(encoded(b"gzip", ZIPPED + ZIPPED)), None),
    "gzip followed by padding": (saying(encoded(b"gzip", ZIPPED + b"\0" * 20)), None),
    "gzip named in capitals": (saying(encoded(b"GZIP", ZIPPED)), None),
    "empty body called gzip": (saying(encoded(b"gzip", b"")), None),
    "deflate": (saying(encoded(b"deflate", zlib.compress(PAGE))), None),
    "deflate without its header": (saying(encoded(b"deflate", UNLABELLED)), None),
    "brotli": (saying(encoded(b"br", brotli.compress(PAGE))), None),
    "zstd": (saying(encoded(b"zstd", zstandard.compress(PAGE))), None),
    "gzip in gzip": (saying(encoded(b"gzip, gzip", gzip.compress(ZIPPED))), None),
    "unknown encoding": (saying(encoded(b"utf-8", PAGE)), None),
    "plain text called gzip": (saying(encoded(b"gzip", PAGE)), K.MALFORMED_RESPONSE),
    "plain text called deflate": (saying(encoded(b"deflate", PAGE)), K.MALFORMED_RESPONSE),
    "plain text called brotli": (saying(encoded(b"br", PAGE * 20)), K.MALFORMED_RESPONSE),
    "plain text called zstd": (saying(encoded(b"zstd", PAGE)), K.MALFORMED_RESPONSE),
    "gzip that ends early": (saying(encoded(b"gzip", ZIPPED[:-9])), K.MALFORMED_RESPONSE),
    "brotli that ends early": (saying(encoded(b"br", brotli.compress(LONG)[:-3])), K.MALFORMED_RESPONSE),
    "zstd that ends early": (saying(encoded(b"zstd", zstandard.compress(PAGE)[:-3])), K.MALFORMED_RESPONSE),
    "gzip bomb": (saying(encoded(b"gzip", gzip.compress(BOMB))), K.BODY_TOO_LARGE),
    "deflate bomb": (saying(encoded(b"deflate", zlib.compress(BOMB))), K.BODY_TOO_LARGE),
    "brotli bomb": (saying(encoded(b"br", brotli.compress(BOMB))), K.BODY_TOO_LARGE),
    "zstd bomb": (saying(encoded(b"zstd", zstandard.compress(BOMB))), K.BODY_TOO_LARGE),
    "bomb within a bomb": (saying(encoded(b"gzip, gzip", gzip.compress(gzip.compress(BOMB)))), K.BODY_TOO_LARGE),
    "ten encodings": (saying(encoded(b", ".join([b"gzip"] * 10), ZIPPED)), K.MALFORMED_RESPONSE),
    # statuses are facts, not failures of the transport
    "server error": (saying(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"), None),
    "redirect without a target": (saying(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), None),
    "redirect with an empty target": (saying(b"HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 0\r\n\r\n"), None),
    "several choices": (saying(b"HTTP/1.1 300 Choices\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"), None),
}
