"""The documents say what is true: every setting, every metric, every link."""

import re
from pathlib import Path

import pytest

from monitor.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
KEYS = [
    f"{section}.{key}"
    for section, field in Settings.model_fields.items()
    for key in field.annotation.model_fields  # type: ignore[union-attr]
]


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_is_documented(key: str) -> None:
    assert f"`{key}`" in (ROOT / "docs" / "configuration.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_metric_that_the_code_names_is_documented() -> None:
    told = (ROOT / "docs" / "metrics.md").read_text("utf-8")
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "monitor" / "metrics").glob("*.py"))
    names = set(re.findall(r'"(emc_[a-z_]+)"', sources))
    assert len(names) > 30
    assert [name for name in sorted(names) if name not in told] == []
