"""The wheel alone, in an empty environment and outside the checkout, gives a working program."""

import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; the dependencies are those of the tests, so that no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    wheel = next(folder.glob("*.whl"))
    environment = folder / "venv"
    venv.create(environment, with_pip=False)
    packages = next((environment / "lib").glob("python*/site-packages"))
    # Folders named in a .pth do not have their own .pth read: the checkout, installed editable here, stays out.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", packages, wheel],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return environment / "bin" / "python"


def say(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("EMC_", "PYTHON"))}
    return subprocess.run(
        [python, "-m", "monitor", *arguments],
        cwd=cwd,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def test_the_checkout_is_not_what_runs(installed: Path, tmp_path: Path) -> None:
    told = subprocess.run(
        [installed, "-c", "import monitor, probes; print(monitor.__file__, probes.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert str(ROOT) not in told.stdout


def test_the_default_configuration_travels(installed: Path, tmp_path: Path) -> None:
    ended = say(installed, "check-config", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "124 agencies, 304 portals" in ended.stdout


def test_init_writes_what_check_config_accepts(installed: Path, tmp_path: Path) -> None:
    assert say(installed, "init", "mine", cwd=tmp_path).returncode == 0
    ended = say(installed, "check-config", "mine", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr


def test_rules_for_prometheus_and_the_runbook_travel(installed: Path, tmp_path: Path) -> None:
    assert say(installed, "init", "mine", cwd=tmp_path).returncode == 0
    shipped = sorted(path.name for path in (ROOT / "config" / "prometheus").iterdir())
    assert sorted(path.name for path in (tmp_path / "mine" / "prometheus").iterdir()) == shipped
    assert list(installed.parents[1].glob("lib/python*/site-packages/monitor/shipped/grafana/runbook.md"))


def test_the_demo_runs(installed: Path, tmp_path: Path) -> None:
    ended = say(installed, "demo", "--once", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "276" in ended.stdout
