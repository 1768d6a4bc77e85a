"""A letter as JSON, posted to a program: `options.url`, or an address that is itself the secret.

Header `X-Idempotency-Key` is the letter's id, the same for every attempt. With a secret beside `options.url` the body
is signed (`X-EMC-Signature: sha256=…`, HMAC-SHA256 of the bytes sent), or the secret is a token or `name:password`.
"""

from collections.abc import Iterator

from monitor.alerts.channels.contract import Option, Receipt, Send, Unfit, Way
from monitor.alerts.letter_json import letter_bytes
from monitor.alerts.posting import Question, post, read_open_url, read_url, trusting
from monitor.alerts.proving import BASIC, BEARER, SIGNATURE, proofs, read_proof
from monitor.alerts.records import Channel, Letter


def prepare(channel: Channel, secret: str | None, timeout: float) -> Send:
    """Posts each letter as it is."""
    options = channel.options
    address = options.get("url")
    if not address and not secret:
        raise ValueError("neither options.url nor a secret with the whole address")
    url = read_open_url(address) if address else read_url(str(secret))
    proof = proofs(secret if address else None, options.get("authorization", SIGNATURE))
    tls = trusting(options.get("ca_file"))

    def send(letter: Letter) -> Receipt:
        body = letter_bytes(letter)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Idempotency-Key": letter.id,
            **proof(body),
        }
        return post(Question(url=url, tls=tls, body=body, headers=headers), timeout=timeout)

    return send


def _unfit(channel: Channel) -> Iterator[Unfit]:
    if not channel.secret and "url" not in channel.options:
        yield Unfit(key="options.url", wrong="missing", expected="a web address, here or as the secret")


WAY = Way(
    prepare=prepare,
    options={
        "url": Option(expected="a web address such as https://host/path", read=read_open_url),
        "authorization": Option(
            expected="one of: signature, bearer, basic", read=lambda text: read_proof(text, SIGNATURE, BEARER, BASIC)
        ),
        "ca_file": Option(expected="a PEM file", read=trusting),
    },
    needs_secret=False,
    unfit=_unfit,
)
