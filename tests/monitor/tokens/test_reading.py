"""The file of tokens is read strictly, and no message shows what stands in the place of a hash."""

from datetime import date
from pathlib import Path

import pytest

from monitor.tokens.hashing import hash_of, secret_of
from monitor.tokens.reading import FILE, read_tokens
from monitor.tokens.records import ApiToken, Scope
from probes.mistakes import DataError

HASH = hash_of(secret_of("truc", bytes(32)), bytes(16))


def test_a_token_is_read(tmp_path: Path) -> None:
    text = f'[[token]]\nname = "truc"\nhash = "{HASH}"\nscopes = ["read", "evidence"]\nexpires = 2027-06-30\n'
    (tmp_path / FILE).write_text(text, "utf-8")
    scopes = frozenset({Scope.READ, Scope.EVIDENCE})
    assert read_tokens(tmp_path) == (ApiToken(name="truc", hash=HASH, scopes=scopes, expires=date(2027, 6, 30)),)


def test_without_a_file_or_with_comments_alone_there_are_no_tokens(tmp_path: Path) -> None:
    assert read_tokens(tmp_path) == ()
    (tmp_path / FILE).write_text("# nobody\n", "utf-8")
    assert read_tokens(tmp_path) == ()


def test_all_mistakes_are_told_and_no_secret(tmp_path: Path) -> None:
    text = '[[token]]\nname = "A"\nhash = "emc_a_hunter2hunter2hunter2"\nscopes = []\nexpires = "soon"\n[x]\n'
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(DataError) as error:
        read_tokens(tmp_path)
    said = [str(mistake) for mistake in error.value.mistakes]
    assert len(said) == 5
    assert "hunter2" not in "".join(said)


def test_a_token_holds_through_its_last_day() -> None:
    token = ApiToken(name="a", hash=HASH, scopes=frozenset(), expires=date(2027, 6, 30))
    assert token.holds_on(date(2027, 6, 30))
    assert not token.holds_on(date(2027, 7, 1))
