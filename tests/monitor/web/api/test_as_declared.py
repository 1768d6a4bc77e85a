"""Whatever is asked of the reading API, the answer is one that `/openapi.json` declares, and never a fault of ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as declared

from monitor.reports.exports.finding import find_tables
from tests.support.reading_api import Reader, fill, opened, reading_api, small_configuration

PATHS = (
    *(f"/api/v1/{table.name}" for table in find_tables().values() if table.listed),
    *(f"/api/v1/export/{table}.json" for table in find_tables()),
    "/api/v1/export/verdicts.csv",
    "/api/v1/agencies/{id}",
    "/api/v1/portals/{id}",
    "/api/v1/portals/{id}/observations",
    "/api/v1/portals/{id}/figures",
)
CHECKS = (
    checks.not_a_server_error,
    declared.status_code_conformance,
    declared.content_type_conformance,
    declared.response_headers_conformance,
    declared.response_schema_conformance,
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("declared")
    with opened(folder) as store:
        fill(store)
        with reading_api(store, small_configuration(folder / "config")) as running:
            yield running


@pytest.fixture(scope="module")
def schema(reader: Reader) -> schemathesis.schemas.BaseSchema:
    return schemathesis.openapi.from_url(f"http://127.0.0.1:{reader.port}/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_declared(schema: schemathesis.schemas.BaseSchema, path: str, mode: GenerationMode) -> None:
    operation = schema[path]["GET"]
    statuses: set[int] = set()

    @settings(
        max_examples=8,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case) -> None:
        statuses.add(case.call_and_validate(checks=list(CHECKS)).status_code)

    asked()
    assert mode is GenerationMode.NEGATIVE or {200, 404} & statuses


@pytest.mark.parametrize("path", ["/api/v1/agencies/p", "/api/v1/portals/p1.portal", "/api/v1/portals/p3.portal"])
def test_what_is_there_is_as_declared(schema: schemathesis.schemas.BaseSchema, reader: Reader, path: str) -> None:
    kind, name = path.removeprefix("/api/v1/").split("/")
    case = schema[f"/api/v1/{kind}/{{id}}"]["GET"].Case(path_parameters={"id": name})
    assert case.call_and_validate(checks=list(CHECKS)).status_code == 200
    assert reader.ask(path).json["id"] == name
