"""Fingerprints are data: every mistake in them is told at once, with file, key and expected form."""

from pathlib import Path

import pytest

from probes.answer import PageKind
from probes.fingerprints import load_fingerprints
from probes.mistakes import DataError

NATIONAL = '[national_portal]\nhosts = ["quocgia.test"]\n'


def folder_with(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "pages").mkdir()
    for name, text in files.items():
        (tmp_path / "pages" / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_fingerprints_of_all_files_come_together(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        national=NATIONAL,
        one='[[fingerprint]]\nname = "a"\nkind = "blocked"\ntitle = "x"\n',
        two='[[fingerprint]]\nname = "b"\nkind = "blocked"\nheader_name = "X-WAF"\nheader = "y"\n',
        shells='[script_shell]\nroots = ["goc"]\nlabels = ["da tiep nhan"]\n',
    )
    found = load_fingerprints(folder)
    assert [item.name for item in found.by_kind[PageKind.BLOCKED]] == ["a", "b"]
    assert (found.national_hosts, found.header_names) == (("quocgia.test",), ("x-waf",))
    assert found.shell_roots == {"goc"}


@pytest.mark.parametrize(
    ("entry", "where", "wrong"),
    [
        ('kind = "blocked"\ntitel = "x"', "titel", "Extra inputs"),
        ('kind = "blocked"\ntitle = "("', "title", "no regular expression"),
        ('kind = "closed"\ntitle = "x"', "kind", "Input should be"),
        ('kind = "content"\ntitle = "x"', "kind", "known by status or shape"),
        ('title = "x"', "kind", "Field required"),
        ('kind = "blocked"', "fingerprint.0", "needs one of"),
        ('kind = "blocked"\ntext = "x"', "fingerprint.0", "text needs max_text"),
        ('kind = "blocked"\nsource = "x"', "fingerprint.0", "source needs max_bytes"),
        ('kind = "blocked"\nsource = "x"\nmax_bytes = 2000000', "fingerprint.0", "source needs max_bytes"),
        ('kind = "blocked"\nheader = "x"', "fingerprint.0", "header and header_name"),
        ('kind = "blocked"\ntitle = "x"\nmax_text = "many"', "max_text", "integer"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, entry: str, where: str, wrong: str) -> None:
    folder = folder_with(tmp_path, national=NATIONAL, own=f'[[fingerprint]]\nname = "a"\n{entry}\n')
    with pytest.raises(DataError) as told:
        load_fingerprints(folder)
    (mistake,) = told.value.mistakes
    assert mistake.file == "pages/own.toml"
    assert where in mistake.where
    assert wrong in mistake.wrong
    assert mistake.expected


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        a="[[fingerprint]]\nname = 1\n",
        b="broken",
        c='[[fingerprint]]\nname = "x"\nkind = "blocked"\ntitle = "["\nmax_txt = 1\n',
    )
    with pytest.raises(DataError) as told:
        load_fingerprints(folder)
    assert {mistake.file for mistake in told.value.mistakes} == {"pages/a.toml", "pages/b.toml", "pages/c.toml"}
    assert len(told.value.mistakes) >= 5


def test_a_name_is_given_once(tmp_path: Path) -> None:
    entry = '[[fingerprint]]\nname = "a"\nkind = "blocked"\ntitle = "x"\n'
    with pytest.raises(DataError, match="two fingerprints"):
        load_fingerprints(folder_with(tmp_path, national=NATIONAL, one=entry, two=entry))


@pytest.mark.parametrize("tables", [0, 2])
def test_there_is_one_table_of_national_hosts(tmp_path: Path, tables: int) -> None:
    with pytest.raises(DataError, match="national_portal"):
        load_fingerprints(folder_with(tmp_path, **{f"n{n}": NATIONAL for n in range(tables)}))
