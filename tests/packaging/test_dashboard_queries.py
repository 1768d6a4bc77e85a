"""Every query of the dashboards is asked of a real Prometheus that has watched a monitor at work for several rounds."""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from monitor.configuration import shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from tests.support.daemon import free_port, running
from tests.support.dashboards import ROOT, Asked, asked, boards, filled, variables
from tests.support.second_estate import AGENCY, PORTAL, second_estate

pytestmark = pytest.mark.xdist_group("prometheus")

NEEDED = bool(os.environ.get("TEST_NEEDS_SERVERS"))  # set where CI installs them
EVERY, SPAN = 3, 15  # seconds between scrapes, and the range that a dashboard looks at here
WATCHED = re.compile(r"sim-(m0\d|p[0-2]\d)\b")  # a part of the estate, so that a scrape stays short on a busy machine

# Those that show nothing while all is well, or so early; the second estate has something for each of them to show.
QUIET = {
    "emc-bo-giam-sat": {"Đường ra mạng", "Kênh báo", "Thư báo trong khoảng đang xem"},
    "emc-co-quan": {"Sự cố đang mở", "Tỷ lệ hoạt động 7 và 30 ngày", "Các hệ thống của cơ quan · B"},
    "emc-cong": {"Nghi vấn về số liệu", "Sự cố đang mở", "Sự cố", "Hoạt động"},
    "emc-dich-vu-cong": {
        "Tỷ lệ do cổng tự công bố, kèm cách tính",
        "Nghi vấn khi đọc số liệu",
        "Tổng số dịch vụ công tăng giảm bất thường trong khoảng đang xem",
        "Cùng một số liệu, công bố khác nhau ở các nơi",
        "Số liệu vừa thay đổi",
    },
    "emc-quoc-gia": {
        "Sự cố đang mở theo mức",
        "Điểm thấp nhất",
        "Tiến bộ nhiều nhất trong khoảng đang xem",
        "Bản đồ ô các tỉnh, thành phố (34, từ 1/7/2025)",
        "Cổng hiện không truy cập được",
        "Tỷ lệ hoạt động trung bình của các cổng · A",
    },
    "emc-tuan-thu": {
        "Kết quả đang được miễn",
        "Yêu cầu chưa đạt nhiều nhất",
        "Chưa đạt theo yêu cầu qua thời gian",
        "Mới chưa đạt",
        "Đã khắc phục",
    },
}
SHOWN = (
    ("sim-p01", "sim-p01-public-service"),
    ("sim-m01", "sim-m01-portal"),
)  # agency and portal, the first with figures


def panel_of(query: Asked) -> str:
    return query.place.partition(" · ")[0]


def quiet(query: Asked) -> bool:
    return bool({query.place, panel_of(query)} & QUIET[query.board])


@dataclass(frozen=True, slots=True, kw_only=True)
class Prometheus:
    """A server that has scraped two monitors: one at work, and one of the test's own, asked about the moment `at`."""

    port: int
    work: str
    own: str
    at: float = 0.0

    def get(self, path: str, **query: object) -> Any:
        address = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as refused:
            with refused:
                raise AssertionError(f"{query}: {refused.read().decode()}") from None

    def rows(self, query: Asked, values: Mapping[str, str]) -> list[Any]:
        """What the query finds, as the dashboard asks it: at present, or over the range."""
        expr = filled(query.expr, values)
        if query.instant:
            return list(self.get("query", query=expr, time=self.at)["result"])
        return list(self.get("query_range", query=expr, start=self.at - SPAN, end=self.at, step=EVERY)["result"])

    def value(self, query: str) -> float:
        found = self.get("query", query=query)["result"]
        return float(found[0]["value"][1]) if found else 0.0


def values(monitor: str, agency: str, portal: str) -> dict[str, str]:
    return {
        "monitor": re.escape(monitor).replace("\\", "\\\\"),
        "agency": agency,
        "portal": portal,
        "period": ".*",
        "vantage": "local",
        "__range": f"{SPAN}s",
        "__range_s": str(SPAN),
        "__rate_interval": f"{4 * EVERY}s",
    }


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    if shutil.which("prometheus") is None and not NEEDED:
        pytest.skip("not installed: prometheus (Debian package prometheus)")
    folder, port = tmp_path_factory.mktemp("watched"), free_port()
    with ExitStack() as stack:
        own, later = stack.enter_context(second_estate())
        estate = stack.enter_context(running_estate("2022-08", folder))
        write_configuration(folder / "config", estate, defaults=shipped_folder(), port=port, data=folder / "data")
        watched = narrow(folder / "config" / "portals.csv")
        told = {"EMC_CONFIG": str(folder / "config"), "EMC_SCHEDULE__INTERVAL": "10"}
        daemon = stack.enter_context(running("run", cwd=folder, port=port, variables=told))
        daemon.wait_for("/metrics", "emc_published_services{")
        server = stack.enter_context(scraping(folder, port, own))
        reached(server, f"sum(emc_looks_total) > bool 2 * {watched}", "two rounds")
        reached(
            server,
            f"count_over_time(emc_build_info{{instance='{server.work}'}}[1m]) > bool {SPAN // EVERY + 2}",
            "a span",
        )
        later.set()
        at = time.time() + SPAN * 2 / 3  # the change lies within the range, with scrapes before and after it
        reached(server, f"vector(time()) > bool {at}", "the moment to ask about")
        yield replace(server, at=at)


def narrow(path: Path) -> int:
    """Leave a part of the portals in the catalogue; how many."""
    head, *lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if WATCHED.match(line)]
    path.write_text("\n".join([head, *kept]) + "\n", "utf-8")
    return len(kept)


@contextmanager
def scraping(folder: Path, port: int, own: int) -> Iterator[Prometheus]:
    """Prometheus with the shipped recording rules, evaluated every second."""
    targets = [f"127.0.0.1:{port}", f"127.0.0.1:{own}"]
    times = f"{{scrape_interval: {EVERY}s, scrape_timeout: {EVERY}s, evaluation_interval: 1s}}"
    (folder / "prometheus.yml").write_text(
        f"global: {times}\nrule_files: ['{ROOT / 'config' / 'prometheus' / 'dashboards.rules.yml'}']\n"
        f"scrape_configs: [{{job_name: emc-monitor, static_configs: [{{targets: {targets}}}]}}]\n"
    )
    listening = free_port()
    arguments = [
        "prometheus",
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{listening}",
    ]
    with (folder / "prometheus.log").open("w") as log, subprocess.Popen(arguments, stdout=log, stderr=log) as process:
        try:
            yield Prometheus(port=listening, work=targets[0], own=targets[1])
        finally:
            process.terminate()


def reached(server: Prometheus, query: str, what: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            if server.value(query) > 0:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"never came: {what}")


@pytest.mark.parametrize("uid", boards())
def test_every_query_finds_something_in_a_monitor_at_work(uid: str, prometheus: Prometheus) -> None:
    silent = [
        str(query)
        for query in asked()
        if query.board == uid
        and not quiet(query)
        and not any(prometheus.rows(query, values(prometheus.work, *who)) for who in SHOWN)
    ]
    assert silent == []


@pytest.mark.parametrize("uid", boards())
def test_a_query_that_is_silent_while_all_is_well_finds_what_is_amiss(uid: str, prometheus: Prometheus) -> None:
    silent = [
        str(query)
        for query in asked()
        if query.board == uid and quiet(query) and not prometheus.rows(query, values(prometheus.own, AGENCY, PORTAL))
    ]
    assert silent == []


@pytest.mark.parametrize("uid", boards())
def test_a_query_asks_nothing_twice_of_the_monitor_at_work(uid: str, prometheus: Prometheus) -> None:
    """Names joined on are those of one portal or agency, so that no query breaks on two."""
    for query in asked():
        if query.board == uid:
            prometheus.rows(query, {**values(prometheus.work, *SHOWN[0]), "monitor": ".*"})


@pytest.mark.parametrize(
    ("uid", "variable"), list(variables()), ids=lambda item: item if isinstance(item, str) else item["name"]
)
def test_a_variable_has_something_to_choose_from(uid: str, variable: Any, prometheus: Prometheus) -> None:
    told = chosen(prometheus, variable, values(prometheus.work, ".*", ".*"))
    assert told
    expected = {
        "monitor": prometheus.work,
        "agency": "sim-p01",
        "portal": "sim-p01-portal",
        "period": "year",
        "vantage": "local",
    }
    assert expected[variable["name"]] in told


def chosen(prometheus: Prometheus, variable: Any, filling: Mapping[str, str]) -> set[str]:
    """The values that Grafana would offer."""
    query = filled(variable["query"]["query"], filling)
    if labels := re.fullmatch(r"label_values\((.*), (\w+)\)", query):
        series = prometheus.get("query", time=prometheus.at, query=f"group by ({labels[2]}) ({labels[1]})")["result"]
        return {item["metric"][labels[2]] for item in series}
    found = re.fullmatch(r"query_result\((.*)\)", query)
    assert found is not None
    pattern = re.compile(variable["regex"].strip("/").replace("(?<", "(?P<"))
    shown = []
    for item in prometheus.get("query", time=prometheus.at, query=found[1])["result"]:
        labels_of = ",".join(f'{name}="{value}"' for name, value in item["metric"].items())
        matched = pattern.search(f"{{{labels_of}}} {item['value'][1]} {item['value'][0]}")
        assert matched is not None
        assert "(mô phỏng)" in matched["text"] or matched["text"] == "Thành phố Mẫu"
        shown.append(matched["value"])
    return set(shown)


def test_the_banner_tells_simulated_data(prometheus: Prometheus) -> None:
    banner = next(query for query in asked() if panel_of(query) == "Nguồn số liệu")
    assert prometheus.rows(banner, values(prometheus.work, "", ""))[0]["value"][1] == "1"


def test_what_may_be_silent_is_there() -> None:
    titles = {(query.board, name) for query in asked() for name in (query.place, panel_of(query))}
    assert {(uid, title) for uid, named in QUIET.items() for title in named} <= titles
