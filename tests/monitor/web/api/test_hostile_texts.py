"""What portals say stays text: in JSON, in CSV, in spreadsheets; what could harm is only for holders of a token."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from monitor.catalogue.records import Catalogue
from monitor.exemptions.records import Exemption, Scope
from monitor.reports.exports.finding import find_tables
from monitor.storage.incidents import put_incidents
from tests.support.hostile_texts import HOSTILE_TEXTS
from tests.support.incidents import incident
from tests.support.kept_rounds import counts, figure, observation, reachability, round_, verdict
from tests.support.reading_api import NOW, SECRET, Reader, fill, opened, reading_api, small_configuration

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "javascript:alert(1)",
    "'; DROP TABLE verdict; --",
    "=1+1",
    '=HYPERLINK("http://mau.test/","x")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1+1",
    "-1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20A1",
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "TRUE",
    "1e5",
    "0012",
    "a,b;c\td",
    'quoted "twice"',
    "line\r\nbreak",
    "\u202egnp.exe",
    "\u200bzero\u200bwidth",
    "\x1b[31mred\x1b[0m",
    "\x07bell\x08",
    "null",
    "NaN",
    "–",
    "Z͑ͫa̴l̷g̸o",
    "👩‍👩‍👧‍👦" * 20,
    "x" * 40_000,
    "\ufeffmark",
    "\ufffe\uffff",
    "]]><!--",
)
TABLES = ("verdicts", "figures")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """One portal that says all of it, in figures and in reasons."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    figures = [
        figure(n, label=text, raw=text, scope=text, definition=text, where=text) for n, text in enumerate(HOSTILE)
    ]
    verdicts = [
        verdict(rule=f"X-{n:02}", reason=text, reason_en=text, law=text, evidence={text: [text]})
        for n, text in enumerate(HOSTILE)
    ]
    looks = (
        observation(reachability(title=HOSTILE[0], reason=HOSTILE[6]), at=NOW, portal="p1.portal"),
        observation(counts(*figures), probe="published_counts", at=NOW, portal="p1.portal"),
    )
    with opened(folder) as store:
        store.keep([round_(NOW, portal="p1.portal", agency="p", observations=looks, verdicts=tuple(verdicts))])
        with reading_api(store, small_configuration(folder / "config")) as reader:
            yield reader


def texts(row: dict[str, Any]) -> Iterator[str]:
    return (value for value in row.values() if isinstance(value, str))


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_text_stays_text_in_json(speaking: Reader, number: int) -> None:
    kept = speaking.rows("/api/v1/figures?portal=p1.portal")[number]["label"]
    text = HOSTILE[number]
    assert kept == text or any(ord(sign) < 32 or ord(sign) > 0xFFF0 for sign in text)  # control signs are not kept


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_of_a_csv_begins_a_formula(speaking: Reader, table: str) -> None:
    answer = speaking.ask(f"/api/v1/export/{table}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(HOSTILE)
    assert not [cell for row in rows for cell in texts(row) if cell.lstrip(" ").startswith(_FORMULA)]
    assert "'=1+1" in answer.body.decode()


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_a_spreadsheet_is_a_text_or_a_number(speaking: Reader, table: str) -> None:
    book = load_workbook(io.BytesIO(speaking.ask(f"/api/v1/export/{table}.xlsx").body))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value is not None]
    assert len(cells) > 10 * len(HOSTILE)
    assert not {cell.data_type for cell in cells} & {"f", "e"}
    assert not [cell.value for cell in cells if cell.data_type == "s" and cell.value.startswith(_FORMULA)]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """An estate whose agencies, addresses, exemptions and incidents have hostile texts for names and reasons."""
    folder: Path = tmp_path_factory.mktemp("named")
    everything = " ".join(HOSTILE_TEXTS)
    plain = small_configuration(folder / "config")
    catalogue = Catalogue(
        agencies=tuple(
            replace(item, name_vi=f"={everything}", name_en=everything) for item in plain.catalogue.agencies
        ),
        portals=tuple(replace(item, url=f"https://{item.id}.test/?{everything}") for item in plain.catalogue.portals),
    )
    freed = tuple(
        Exemption(scope=Scope(agency="p"), rule=text, ground=text, approver=text, starts=date.min, ends=date.max)
        for text in HOSTILE_TEXTS
    )
    with opened(folder) as store:
        fill(store, text=f"={everything}", title=everything)
        told = [
            incident(id=f"i-{n}", portal="p1.portal", agency="p", rule=f"X-{n}", opened=NOW, since=NOW, reason=text,
                     reason_en=text, law=text, muted=text)
            for n, text in enumerate(HOSTILE_TEXTS)
        ]  # fmt: skip
        with store.transaction() as connection:
            put_incidents(connection, told)
        circumstances = replace(plain.circumstances, exemptions=freed)
        with reading_api(store, replace(plain, catalogue=catalogue, circumstances=circumstances), keep=True) as reader:
            yield reader


@pytest.mark.parametrize("table", sorted(find_tables()))
def test_no_table_has_a_cell_that_a_spreadsheet_would_run(named: Reader, table: str) -> None:
    answer = named.ask(f"/api/v1/export/{table}.csv")
    assert answer.status == 200, answer.body
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell.lstrip(" ").startswith(_FORMULA) and not _number(cell)]
    assert {len(row) for row in rows} == {len(rows[0])}
    book = load_workbook(io.BytesIO(named.ask(f"/api/v1/export/{table}.xlsx").body))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value is not None]
    assert not {cell.data_type for cell in cells} & {"f", "e"}
    assert not [cell.hyperlink for cell in cells if cell.hyperlink]


@pytest.mark.parametrize("table", sorted(find_tables()))
def test_every_table_is_data_that_a_browser_neither_guesses_nor_runs(named: Reader, table: str) -> None:
    for kind in ("csv", "xlsx", "json"):
        headers = named.ask(f"/api/v1/export/{table}.{kind}").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "html" not in headers["content-type"]


def _number(cell: str) -> bool:
    """A negative number is no formula."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_the_title_of_a_page_is_given_as_it_is(speaking: Reader) -> None:
    assert speaking.ask("/api/v1/portals/p1.portal").json["last_look"]["page"]["title"] == HOSTILE[0]


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("leaking")
    with opened(folder) as store:
        leak = "SQLSTATE[42000]: select name from users where id = 1"
        fill(store, text=leak, title=leak)
        with reading_api(store, small_configuration(folder / "config")) as reader:
            yield reader


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/verdicts",
        "/api/v1/figures",
        "/api/v1/portals/p1.portal",
        "/api/v1/portals/p1.portal/figures?history=true",
        "/api/v1/export/verdicts.csv",
        "/api/v1/export/figures.json",
    ],
)
def test_a_leak_is_only_for_holders_of_a_token(leaking: Reader, path: str) -> None:
    public, private = leaking.ask(path), leaking.ask(path, secret=SECRET)
    assert (public.status, private.status) == (200, 200)
    assert b"SQLSTATE" not in public.body
    assert b"[withheld]" in public.body
    assert b"SQLSTATE" in private.body
    assert private.headers["cache-control"] == "private, no-cache"
    assert leaking.ask(path, secret="emct_nobody_x").status == 401
