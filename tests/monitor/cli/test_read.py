"""`read`: the same reading of a saved page, offline."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.configuration import shipped_folder
from tests.support.command import said

PAGE = """<!DOCTYPE html><html lang="vi"><head><title>Thống kê</title></head><body>
<h2>Tình hình xử lý hồ sơ năm 2022</h2>
<dl><dt>Hồ sơ đã tiếp nhận</dt><dd>4.310</dd><dt>Hồ sơ đã giải quyết</dt><dd>4.021</dd></dl>
<p>Trang này công bố số liệu giải quyết thủ tục hành chính của một cơ quan không có thật, chỉ để thử bộ đọc.</p>
</body></html>"""


def read(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    told = said(capsys, "read", *arguments, "--json", "--config", shipped_folder())
    assert told.status == 0, told.err
    seen: dict[str, Any] = json.loads(told.out)
    return seen


def test_figures_of_a_saved_page_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    seen = read(capsys, tmp_path / "page.html", "--system", "one_stop", "--on", "2022-08-08")
    assert (seen["outcome"], seen["page"]["kind"], seen["law_day"]) == ("seen", "content", "2022-08-08")
    assert {item["key"]: item["value"] for item in seen["figures"]} == {
        "dossiers_received": 4310,
        "dossiers_resolved": 4021,
    }


def test_standard_input_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"<title>Request Rejected</title>Your support ID is: 1234567890123456789"))
    monkeypatch.setattr(sys, "stdin", stdin)
    seen = read(capsys, "-", "--url", "https://a.test/")
    assert (seen["url"], seen["outcome"], seen["page"]["kind"]) == ("https://a.test/", "blocked", "blocked")


def test_what_only_a_look_can_see_stays_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    seen = read(capsys, tmp_path / "page.html")
    decided = {item["rule"]: item["outcome"] for item in seen["verdicts"]}
    assert {decided[rule] for rule in ("REACH-01", "AV-01", "TLS-01", "TLS-02")} == {"unknown"}
    assert seen["tls"] is None


@pytest.mark.parametrize(("status", "outcome"), [(404, "not_found"), (429, "rate_limited"), (500, "http_server_error")])
def test_the_status_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int, outcome: str) -> None:
    (tmp_path / "page.html").write_text("<p>x</p>", "utf-8")
    assert read(capsys, tmp_path / "page.html", "--status", status)["outcome"] == outcome


def test_a_file_that_is_not_there_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "read", tmp_path / "none.html")
    assert told.status == 2
    assert told.err == f"{tmp_path / 'none.html'}: no such file or directory; expected a saved page\n"
