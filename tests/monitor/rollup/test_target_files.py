"""Target files: what is wrong in them is told with place and expected form."""

from pathlib import Path

import pytest

from monitor.rollup.target_files import load_targets
from probes.mistakes import DataError
from tests.support.judged import CONFIG

GOOD = (CONFIG / "targets" / "TGT-02.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("goal = 0.8", "goal = 80", "goal: 80 is not allowed; expected a ratio above 0, at most 1"),
        ("due = 2022-12-31", 'due = "2022"', 'due: "2022" is not allowed; expected a day such as 2026-07-01'),
        ('"stock"', '"flow"', 'span: "flow" is not allowed; expected one of: stock, year_to_date'),
        ('id = "TGT-02"', 'id = "TGT-2"', 'id: "TGT-2" in a file called TGT-02.toml; expected "TGT-02"'),
        ("goal = 0.8", "goal = 0.8\nweight = 1", "weight: unknown key; expected no such key"),
        ("read_in_full = false", "", "law.read_in_full: missing; expected true or false"),
        ('numerator = "services_with_dossiers"\n', "", "numerator: missing; expected a text that is not empty"),
        (
            'span = "stock"',
            'span = "stock"\nratio = "full_ratio"',
            "ratio: stands beside numerator or denominator; expected one of the two ways",
        ),
    ],
)
def test_a_mistake_is_told(was: str, becomes: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "TGT-02.toml").write_text(GOOD.replace(was, becomes), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_targets(tmp_path)
    assert str(caught.value) == f"targets/TGT-02.toml: {message}"


def test_no_folder_is_no_targets(tmp_path: Path) -> None:
    assert load_targets(tmp_path) == ()


def test_targets_come_by_id() -> None:
    assert [target.id for target in load_targets(CONFIG)] == [
        "TGT-01",
        "TGT-01-ALL",
        "TGT-02",
        "TGT-03",
        "TGT-04",
        "TGT-05",
        "TGT-06",
    ]
