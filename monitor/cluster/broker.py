"""The way to the broker: JSON only, authenticated, over TLS where the address says so; nothing of it waits for long."""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import AuthenticationError

from monitor.cluster.names import look_queue
from monitor.cluster.settings import Cluster

PATIENCE = 5.0  # seconds for one step on the wire
_PORTS = {"redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671}
_RESTORE_EVERY = 10.0  # seconds between two looks for what nobody finished

# What does not look like a message at all, where the transport itself trips over it.
GARBAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def build_celery(cluster: Cluster, *, role: str, queue: str | None = None) -> Celery:
    """Celery without any of its own ideas: JSON only, late acknowledgement, no results, no remote control.

    `role` tells apart what several consumers of one Redis have not acknowledged yet.
    """
    app = Celery("emc-monitor", broker=cluster.broker, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        result_serializer="json",
        result_accept_content=["json"],
        event_serializer="json",
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_default_queue=queue or look_queue("nobody"),
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_timeout=PATIENCE,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=_transport(cluster, role=role),
        broker_use_ssl=_tls(cluster) or False,
    )
    return app


def place_of(cluster: Cluster) -> str:
    """Where the broker is, without name and password."""
    parts = urlsplit(cluster.broker or "")
    return f"{parts.scheme}://{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 0)}"


def errors_of(connection: Any) -> tuple[type[Exception], ...]:
    """What a broker that is not there, or refuses, raises."""
    return (*connection.connection_errors, *connection.channel_errors, OperationalError, OSError)


def refuses_us(error: Exception) -> bool:
    """Whether the broker is there and does not let us in: waiting does not help."""
    return isinstance(error, AuthenticationError) or type(error).__name__ in ("AccessRefused", "NotAllowed")


def explain(cluster: Cluster, error: Exception) -> str:
    """One line for the operator; the library's own words hold no password, and no line ends."""
    words = " ".join(str(error).split())[:200] or type(error).__name__
    return f"broker {place_of(cluster)}: {words}"


def _transport(cluster: Cluster, *, role: str) -> Mapping[str, Any]:
    if urlsplit(cluster.broker or "").scheme.startswith("amqp"):
        return {"confirm_publish": True}
    return {
        "visibility_timeout": cluster.redeliver_after,
        "unacked_key": f"emc.unacked.{role}",
        "unacked_index_key": f"emc.unacked_index.{role}",
        "unacked_mutex_key": f"emc.unacked_mutex.{role}",
        "unacked_mutex_expire": int(max(1.0, min(60.0, cluster.redeliver_after / 2))),
        "unacked_restore_interval": min(_RESTORE_EVERY, cluster.redeliver_after / 2),
        "unacked_restore_throttle": 1,
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": PATIENCE,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }


def _tls(cluster: Cluster) -> Mapping[str, Any] | None:
    """Whoever speaks TLS proves who he is; ours is shown where there is one."""
    scheme = urlsplit(cluster.broker or "").scheme
    if scheme not in ("rediss", "amqps"):
        return None
    prefix = "ssl_" if scheme == "rediss" else ""
    names = (("ca_certs", cluster.ca_file), ("certfile", cluster.certificate), ("keyfile", cluster.key))
    files = {f"{prefix}{name}": str(path) for name, path in names if path is not None}
    checks = {"ssl_check_hostname": True} if scheme == "rediss" else {"server_hostname": _host(cluster)}
    return {f"{prefix}cert_reqs": ssl.CERT_REQUIRED, **checks, **files}


def _host(cluster: Cluster) -> str:
    return urlsplit(cluster.broker or "").hostname or ""
