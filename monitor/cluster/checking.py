"""What stands in the way of looking from several places, told before anything starts."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from monitor.cluster.settings import Cluster
from monitor.settings import Settings
from probes.mistakes import Mistake

_FILES = ("ca_file", "certificate", "key")


def cluster_mistakes(settings: Settings, *, file: str) -> Iterator[Mistake]:
    """Every mistake of `[cluster]` that a value alone does not show."""
    cluster, own = settings.cluster, settings.vantage.name
    if own in cluster.vantages:
        expected = "the names of other places; the daemon's own is vantage.name"
        yield Mistake(file=file, where="cluster.vantages", wrong=f"{own} is vantage.name", expected=expected)
    if cluster.broker is None:
        yield from _unused(cluster, file=file)
        return
    if find_spec("celery") is None:
        expected = "the extra [cluster] (pip install 'emc-monitor[cluster]'), or no broker"
        yield Mistake(file=file, where="cluster.broker", wrong="celery is not installed", expected=expected)
    if not cluster.local_looks and not cluster.vantages:
        expected = "at least one place that looks, or local_looks = true"
        yield Mistake(file=file, where="cluster.vantages", wrong="nobody", expected=expected)
    yield from _file_mistakes(cluster, file=file)


def _unused(cluster: Cluster, *, file: str) -> Iterator[Mistake]:
    """Without a broker nobody can be asked."""
    if cluster.vantages:
        expected = "cluster.broker too, best as EMC_CLUSTER__BROKER"
        yield Mistake(file=file, where="cluster.vantages", wrong="places, and no broker", expected=expected)
    if not cluster.local_looks:
        expected = "true, or cluster.broker and cluster.vantages"
        yield Mistake(file=file, where="cluster.local_looks", wrong="false, and nobody else looks", expected=expected)


def _file_mistakes(cluster: Cluster, *, file: str) -> Iterator[Mistake]:
    named = [key for key in _FILES if getattr(cluster, key) is not None]
    if named and urlsplit(cluster.broker or "").scheme not in ("rediss", "amqps"):
        expected = "rediss:// or amqps:// in cluster.broker, or no certificates"
        yield Mistake(file=file, where=f"cluster.{named[0]}", wrong="a broker without TLS", expected=expected)
    if (cluster.certificate is None) is not (cluster.key is None):
        lacking = "key" if cluster.key is None else "certificate"
        yield Mistake(file=file, where=f"cluster.{lacking}", wrong="nothing", expected="both of them, or none")
    for key in named:
        path: Path = getattr(cluster, key)
        try:
            _read(key, path.read_bytes())
        except OSError as error:
            wrong = (error.strerror or "cannot be read").lower()
            yield Mistake(file=str(path.absolute()), where=f"cluster.{key}", wrong=wrong, expected="a PEM file")
        except (ValueError, TypeError):
            kind = "private key without a password" if key == "key" else "certificate"
            yield Mistake(file=str(path.absolute()), where=f"cluster.{key}", wrong=f"no {kind} in it", expected="one")


def _read(key: str, pem: bytes) -> None:
    """Raise `ValueError` or `TypeError` where it is not what it is to be."""
    if key == "key":
        load_pem_private_key(pem, password=None)
    else:
        x509.load_pem_x509_certificates(pem)
