"""The house keeps its shape: mirrored tests, one way of imports, pure judgement, small parts."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path.relative_to(ROOT)
    for package in ("monitor", "probes")
    for path in (ROOT / package).rglob("*.py")
    if "versions" not in path.parts
)
MODULES = [path for path in SOURCES if path.name != "__init__.py"]

# Modules that must decide from what they are given: no clock, no network, no database, no files.
PURE = (
    "monitor/rules/judging.py",
    "monitor/rules/duties",
    "monitor/scoring.py",
    "monitor/availability.py",
    "monitor/cluster/asking.py",
    "monitor/cluster/left_alone.py",
    "monitor/cluster/packing.py",
    "monitor/cluster/roll_call.py",
    "monitor/cluster/wire.py",
    "monitor/exemptions/records.py",
    "monitor/rules/judged_before.py",
    "monitor/rules/outage.py",
    "monitor/rules/vantages.py",
    "monitor/rules/verdicts.py",
    "monitor/working_days/counting.py",
    "monitor/working_days/holidays.py",
    "monitor/incidents",
    "monitor/replay",
    "monitor/reports/exports/cells.py",
    "monitor/reports/exports/csv_file.py",
    "monitor/reports/exports/defusing.py",
    "monitor/reports/evidence",
    "monitor/rollup",
    "monitor/alerts/bundling.py",
    "monitor/alerts/digest_wording.py",
    "monitor/alerts/letter_json.py",
    "monitor/alerts/own_trouble.py",
    "monitor/alerts/phrases.py",
    "monitor/alerts/routing.py",
    "monitor/alerts/stretch_words.py",
    "monitor/alerts/ticking.py",
    "monitor/alerts/wording.py",
    "monitor/metrics/lines.py",
    "monitor/metrics/selection.py",
    "monitor/moved_standing.py",
    "monitor/rounds/waiting.py",
    "monitor/rounds/agreeing.py",
    "monitor/rounds/cadence.py",
    "monitor/slimming.py",
    "monitor/rounds/quorum.py",
    "monitor/trust/distrust.py",
    "probes/page_kind.py",
    "probes/emc_tag.py",
    "probes/markup.py",
    "probes/ownership.py",
    "probes/figures",
    "probes/content",
    "probes/rendering/loads.py",
    "probes/rendering/limits.py",
    "probes/rendering/measures.py",
    "probes/rendering/pictures.py",
    "probes/rendering/reading.py",
)
IMPURE = {"requests", "urllib3", "socket", "ssl", "sqlmodel", "sqlalchemy", "subprocess", "threading", "time", "random"}
LOADERS = {
    "probes/figures/profiles.py",
    "probes/figures/data.py",
    "probes/content/data.py",
}  # read data at the start

# A layer may import those before it, never those after it.
LAYERS = (
    ("monitor.catalogue", "monitor.settings", "monitor.setting_values"),
    ("monitor.rules",),
    ("monitor.incidents",),
    ("monitor.storage",),
    ("monitor.rollup", "monitor.rounds", "monitor.trust", "monitor.replay"),
    ("monitor.metrics", "monitor.reports", "monitor.alerts", "monitor.tokens"),
    ("monitor.web",),
    ("monitor.demo",),
    ("monitor.cli",),
)


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def under(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def module_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


@pytest.mark.parametrize("path", [p for p in SOURCES if p.parts[0] == "probes"], ids=str)
def test_probes_never_import_the_monitor(path: Path) -> None:
    assert not [name for name in imported(path) if under(name, ("monitor",))]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_one_way(path: Path) -> None:
    name = module_name(path)
    mine = next((n for n, layer in enumerate(LAYERS) if under(name, layer)), None)
    if mine is None:
        return
    later = tuple(package for layer in LAYERS[mine + 1 :] for package in layer)
    assert not [other for other in imported(path) if under(other, later)]


@pytest.mark.parametrize("path", [p for p in MODULES if str(p).startswith(PURE)], ids=str)
def test_what_judges_or_reads_touches_no_clock_network_or_database(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & IMPURE
    if str(path) in LOADERS:
        return
    calls = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    assert not calls & {"open", "datetime.now", "date.today", "datetime.utcnow"}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_file_has_fewer_than_250_lines_and_its_functions_fewer_than_60(path: Path) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) < 250
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 < 60, node.name


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_module_opens_with_a_docstring_and_an_init_holds_nothing_else(path: Path) -> None:
    body = tree(path).body
    assert ast.get_docstring(tree(path))
    if path.name == "__init__.py" and path != Path("monitor/__init__.py"):
        assert len(body) == 1


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_stand_at_the_top(path: Path) -> None:
    module = tree(path)
    inner = [
        ast.unparse(node)
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inner


def test_a_broad_except_stands_only_around_a_round_a_letter_and_a_check_of_ourselves() -> None:
    broad = [
        str(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and catches_all(node)
    ]
    assert broad == ["monitor/alerts/sender.py", "monitor/rounds/in_flight.py", "monitor/trust/self_check.py"]


def catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in kinds)


def test_tests_mirror_the_source() -> None:
    packages = {path.parent for path in SOURCES}
    strays = [
        str(test.relative_to(ROOT))
        for test in (ROOT / "tests").rglob("test_*.py")
        if test.parent not in (ROOT / "tests", ROOT / "tests" / "packaging")
        and test.parent.relative_to(ROOT / "tests") not in packages
    ]
    assert not strays


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "base", "manager", "service", "core", "misc"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert not [path for path in MODULES if path.stem in (word, word.rstrip("s"))]
