"""`tokens create` shows a secret once, beside the lines that let it in; it writes nothing."""

from pathlib import Path

import pytest

from monitor.tokens.hashing import matches
from monitor.tokens.reading import FILE, read_tokens
from monitor.tokens.records import Scope
from tests.support.bad_config import sound_folder
from tests.support.command import Said, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound_folder(tmp_path / "config")


def create(capsys: pytest.CaptureFixture[str], folder: Path, *options: object, name: str = "truc-ban") -> Said:
    return said(capsys, "tokens", "create", name, "--config", folder, *options)


def test_the_secret_is_shown_and_the_lines_let_it_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / FILE).read_bytes()
    told = create(capsys, folder, "--scope", "evidence", "--scope", "read", "--expires", "2099-06-30")
    assert told.status == 0
    assert (folder / FILE).read_bytes() == before
    secret, _, lines = told.out.partition("\n")
    (folder / FILE).write_text(lines, "utf-8")
    (token,) = read_tokens(folder)
    assert matches(secret, token.hash)
    assert (token.name, token.scopes) == ("truc-ban", frozenset({Scope.READ, Scope.EVIDENCE}))
    assert secret not in told.err + lines


def test_every_secret_is_another_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--scope", "read", "--expires", "2099-06-30")
    assert create(capsys, folder, *options).out != create(capsys, folder, *options).out


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Trực", ("--scope", "read", "--expires", "2099-06-30")),
        ("truc", ("--scope", "all", "--expires", "2099-06-30")),
        ("truc", ("--expires", "2099-06-30")),
        ("truc", ("--scope", "read")),
        ("truc", ("--scope", "read", "--expires", "2020-01-01")),
    ],
)
def test_what_cannot_be_a_token_is_refused_in_one_line(
    folder: Path, name: str, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = create(capsys, folder, *options, name=name)
    assert (told.status, told.out, len(told.err.splitlines())) == (2, "", 1)


def test_a_name_that_is_taken_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--scope", "read", "--expires", "2099-06-30")
    lines = create(capsys, folder, *options).out.partition("\n")[2]
    (folder / FILE).write_text(lines, "utf-8")
    told = create(capsys, folder, *options)
    assert (told.status, "already" in told.err) == (2, True)
