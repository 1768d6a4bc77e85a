"""`worker` says what it lacks before it reaches for anything."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import said
from tests.support.daemon import ROOT, environment
from tests.support.small_config import small_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_folder(tmp_path / "config", ["p1"])


def test_without_a_broker_there_is_no_worker(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    answer = said(capsys, "worker", "--vantage", "hn", "--config", folder)
    assert answer.status == 2
    assert answer.err.splitlines() == [
        "settings.toml: cluster.broker: nothing; expected where the queues are, best as EMC_CLUSTER__BROKER"
    ]


def test_a_vantage_has_a_name_like_every_other(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_CLUSTER__BROKER", "redis://:secret@broker.test/0")
    answer = said(capsys, "worker", "--vantage", "Hà Nội", "--config", folder)
    assert answer.status == 2
    assert answer.err.splitlines() == ["--vantage: 'Hà Nội'; expected small letters, digits and hyphens, at most 63"]


def test_a_worker_needs_the_name_of_its_vantage(capsys: pytest.CaptureFixture[str]) -> None:
    answer = said(capsys, "worker")
    assert answer.status == 2
    assert "--vantage" in answer.err


def test_without_a_broker_nothing_of_the_extra_is_imported(folder: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from monitor.cli.app import build_app\n"
        "from monitor.configuration import load_configuration\n"
        "from monitor.lookout import on_watch\n"
        "build_app()\n"
        f"with on_watch(load_configuration(Path({str(folder)!r}), {{'EMC_DATA__DIR': {str(folder / 'data')!r}}})):\n"
        "    pass\n"
        "print(sorted({'celery', 'kombu', 'redis', 'amqp', 'vine', 'billiard'} & set(sys.modules)))\n"
    )
    words = [sys.executable, "-c", code]
    ended = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert ended.stdout == "[]\n", ended.stderr
