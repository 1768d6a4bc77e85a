"""Their side of the benchmark: blackbox_exporter, scraped by Prometheus, both from their Debian packages."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.processes import Portals, child
from tests.support.daemon import free_port

PROGRAMS = {"prometheus": "prometheus", "prometheus-blackbox-exporter": "blackbox_exporter"}  # package to upstream

_PATTERNS = {
    "fail_if_body_matches_regexp": [
        "(?i)request rejected|the requested url was rejected",
        "(?i)attention required|checking your browser",
        "(?i)bảo trì|under maintenance",
        "(?i)server error in '/.*' application|fatal error: uncaught",
    ]
}
_RULES = {
    "groups": [
        {
            "name": "portals",
            "rules": [
                {"alert": "PortalDown", "expr": "probe_success == 0", "for": "1m"},
                {"alert": "PortalSlow", "expr": "probe_duration_seconds > 5", "for": "5m"},
                {"alert": "CertificateEnds", "expr": "probe_ssl_earliest_cert_expiry - time() < 14 * 86400"},
            ],
        }
    ]
}


def missing() -> tuple[str, ...]:
    """The Debian packages that are not installed."""
    return tuple(package for package in PROGRAMS if shutil.which(package) is None)


@contextmanager
def blackbox(
    folder: Path, served: Portals, *, targets: int, interval: int, reading: bool = False
) -> Iterator[Mapping[str, int]]:
    """Both programs for the length of the block; gives their process ids by name.

    `reading`: as somebody runs them who wants to be told of pages that say no, and be alerted: the nearest to what the
    daemon does with every look.
    """
    prober, scraper = free_port(), free_port()
    http = {"tls_config": {"ca_file": str(served.ca_file)}, "preferred_ip_protocol": "ip4"}
    module = {"prober": "http", "timeout": "9s", "http": http | (_PATTERNS if reading else {})}
    scraping = _scraping(served.port, prober, targets, interval) | ({"rule_files": ["rules.yml"]} if reading else {})
    (folder / "blackbox.yml").write_text(json.dumps({"modules": {"http_2xx": module}}))  # JSON is YAML
    (folder / "rules.yml").write_text(json.dumps(_RULES))
    (folder / "prometheus.yml").write_text(json.dumps(scraping))
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(child(arguments, folder=folder, name=name)).pid
            for name, arguments in {
                "blackbox_exporter": [
                    "prometheus-blackbox-exporter",
                    "--config.file=blackbox.yml",
                    f"--web.listen-address=127.0.0.1:{prober}",
                ],
                "prometheus": [
                    "prometheus",
                    "--config.file=prometheus.yml",
                    "--storage.tsdb.path=tsdb",
                    f"--web.listen-address=127.0.0.1:{scraper}",
                ],
            }.items()
        }


def _scraping(port: int, prober: int, targets: int, interval: int) -> Mapping[str, object]:
    return {
        "global": {"scrape_interval": f"{interval}s", "scrape_timeout": f"{interval}s"},
        "scrape_configs": [
            {
                "job_name": "portals",
                "metrics_path": "/probe",
                "params": {"module": ["http_2xx"]},
                "static_configs": [{"targets": [f"https://127.0.0.1:{port}/?p={n}" for n in range(targets)]}],
                "relabel_configs": [
                    {"source_labels": ["__address__"], "target_label": "__param_target"},
                    {"source_labels": ["__param_target"], "target_label": "instance"},
                    {"target_label": "__address__", "replacement": f"127.0.0.1:{prober}"},
                ],
            }
        ],
    }
