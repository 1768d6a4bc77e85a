"""A portal that leaves out its intermediate is seen once another one has sent it; who is unknown stays unknown."""

import pytest

from probes.failures import FailureKind as K
from probes.transport.fetch import Transport
from probes.transport.settings import TransportSettings
from tests.support.hostile import serving
from tests.support.hostile_answers import PAGE, saying, sized
from tests.support.hostile_certificates import DAY, NOW, host, made, server_context

ROOT = made("Gốc tin cậy", authority=True)
LINK = made("Trung gian", ROOT, authority=True)
DEEPER = made("Trung gian cấp hai", LINK, authority=True)
STRANGE_ROOT = made("Gốc lạ", authority=True)
STRANGE_LINK = made("Trung gian lạ", STRANGE_ROOT, authority=True)
HOST, OTHER = host("portal.test"), host("other.test")
AIA = {"issuer_url": "http://ca.test/link.crt"}


@pytest.fixture
def looks(tmp_path):
    """Looks of one process after the other: each call is a new transport over the same data folder."""
    (tmp_path / "root.pem").write_bytes(ROOT.pem)
    opened = []

    def started(*, keep=True, learned="data/intermediates.pem"):
        transport = Transport(
            TransportSettings(
                ca_file=tmp_path / "root.pem",
                learned=tmp_path / learned,
                keep_learned=keep,
                hosts_file=None,
                deadline=5,
                allow_private=True,
                nameservers=("127.0.0.1:1",),
            )
        )
        opened.append(transport)

        def look(*served, name="portal.test"):
            with serving(saying(sized(PAGE)), tls=server_context(*served)) as port:
                transport.settings.resolve[(name, None)] = ("127.0.0.1", port)
                exchange = transport.fetch(f"https://{name}/")
            return exchange.failure and exchange.failure.kind, exchange.tls.problem

        return look

    yield started
    for transport in opened:
        transport.close()


def complete(link=LINK, *sent):
    return (made("m", link, hosts=OTHER), *(sent or (link,)))


def test_an_intermediate_met_in_a_sound_chain_completes_another_portals(looks) -> None:
    look = looks()
    incomplete = made("m", LINK, hosts=HOST, **AIA)
    assert look(incomplete) == (K.TLS_INCOMPLETE_CHAIN, K.TLS_INCOMPLETE_CHAIN)
    assert look(*complete(), name="other.test") == (None, None)
    assert look(incomplete) == (None, K.TLS_INCOMPLETE_CHAIN)


def test_a_chain_of_two_is_learned_whole(looks) -> None:
    look = looks()
    assert look(*complete(DEEPER, DEEPER, LINK), name="other.test") == (None, None)
    assert look(made("m", DEEPER, hosts=HOST)) == (None, K.TLS_INCOMPLETE_CHAIN)


@pytest.mark.parametrize(
    ("leaf", "kind"),
    [
        (made("m", STRANGE_LINK, hosts=HOST), K.TLS_UNTRUSTED),
        (made("m", hosts=HOST), K.TLS_UNTRUSTED),
        (made("m", LINK, hosts=OTHER), K.TLS_WRONG_HOST),
        (made("m", LINK, hosts=HOST, begins=NOW - 9 * DAY, ends=NOW - DAY), K.TLS_EXPIRED),
    ],
    ids=["unknown issuer", "self-signed", "wrong host", "expired"],
)
def test_what_is_wrong_beside_the_missing_one_is_still_named(leaf, kind, looks) -> None:
    look = looks()
    look(*complete(), name="other.test")
    assert look(leaf) == (kind, kind)


def test_an_unknown_issuer_is_told_apart_from_a_missing_one_before_anything_was_learned(looks) -> None:
    look = looks()
    assert look(made("m", STRANGE_LINK, hosts=HOST, **AIA), STRANGE_LINK, STRANGE_ROOT)[0] is K.TLS_UNTRUSTED
    assert look(made("m", LINK, hosts=HOST, **AIA))[0] is K.TLS_INCOMPLETE_CHAIN


def test_nothing_is_learned_from_a_chain_that_was_not_verified(looks, tmp_path) -> None:
    look = looks()
    served = (made("m", STRANGE_LINK, hosts=OTHER), STRANGE_LINK, STRANGE_ROOT)
    assert look(*served, name="other.test")[0] is K.TLS_UNTRUSTED
    wrong_name = (made("m", LINK, hosts=HOST), LINK)
    assert look(*wrong_name, name="other.test")[0] is K.TLS_WRONG_HOST
    assert not (tmp_path / "data").exists()


def test_certificates_sent_beside_the_chain_are_not_learned(looks, tmp_path) -> None:
    look = looks()
    look(*complete(LINK, LINK, STRANGE_LINK), name="other.test")
    assert (tmp_path / "data/intermediates.pem").read_bytes() == LINK.pem


def test_what_was_learned_outlives_the_process_and_is_written_once(looks, tmp_path) -> None:
    for _ in range(2):
        assert looks()(*complete(), name="other.test") == (None, None)
    assert (tmp_path / "data/intermediates.pem").read_bytes() == LINK.pem
    assert looks(keep=False)(made("m", LINK, hosts=HOST)) == (None, K.TLS_INCOMPLETE_CHAIN)


def test_who_is_not_to_write_does_not(looks, tmp_path) -> None:
    look = looks(keep=False)
    look(*complete(), name="other.test")
    assert look(made("m", LINK, hosts=HOST)) == (None, K.TLS_INCOMPLETE_CHAIN)
    assert not (tmp_path / "data").exists()


def test_of_a_damaged_file_the_rest_is_read(looks, tmp_path) -> None:
    (tmp_path / "data").mkdir()
    old = made("Cũ", ROOT, authority=True, begins=NOW - 9 * DAY, ends=NOW - DAY)
    parts = [
        b"noise",
        LINK.pem[:300],
        old.pem,
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        LINK.pem,
    ]
    (tmp_path / "data/intermediates.pem").write_bytes(b"\n".join([*parts, made("lá", ROOT).pem, ROOT.pem, b"\xff"]))
    assert looks()(made("m", LINK, hosts=HOST)) == (None, K.TLS_INCOMPLETE_CHAIN)


def test_a_file_that_cannot_be_written_is_told_and_does_no_harm(looks, tmp_path, caplog) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    look = looks()
    look(*complete(), name="other.test")
    assert "could not be written" in caplog.text
    assert look(made("m", LINK, hosts=HOST)) == (None, K.TLS_INCOMPLETE_CHAIN)
