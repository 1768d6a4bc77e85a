"""`check-config` says that all is well in one line, or every mistake in one line each."""

from pathlib import Path

import pytest

from tests.support.bad_config import lay_over, sound_folder
from tests.support.command import said


def test_a_valid_configuration_is_one_line_with_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "check-config", sound_folder(tmp_path / "c"))
    assert (told.status, told.err) == (0, "")
    assert told.out.startswith("cấu hình hợp lệ / configuration valid: 2 agencies, 2 portals, ")
    assert told.out.count("\n") == 1


def test_every_mistake_is_one_line_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sound_folder(tmp_path / "c")
    lay_over(folder, "setting-port")
    lay_over(folder, "portal-status")
    told = said(capsys, "check-config", folder)
    assert (told.status, told.out) == (2, "")
    assert told.err.splitlines() == [
        f"{folder}/settings.toml: web.port: 65536; expected a port, 0 to 65535",
        f'{folder}/portals.csv: line 3, status: "sure"; expected one of: guess, proposed, confirmed, ended',
    ]


def test_the_folder_may_be_given_as_for_other_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sound_folder(tmp_path / "c")
    assert str(folder) in said(capsys, "check-config", "--config", folder).out


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "check-config", tmp_path / "nowhere")
    assert told.status == 2
    assert told.err == f"{tmp_path}/nowhere: no such folder; expected a folder as `emc-monitor init DIR` writes it\n"


def test_a_misspelt_variable_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_TRANSPROT__DEADLINE", "3")
    told = said(capsys, "check-config", sound_folder(tmp_path / "c"))
    assert told.status == 2
    assert told.err == ("environment: EMC_TRANSPROT__DEADLINE: unknown variable; expected EMC_TRANSPORT__DEADLINE\n")


def test_references_in_one_network_only_work_and_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_NETWORK__REFERENCES", "127.0.0.1:9,127.0.5.1:9")
    told = said(capsys, "check-config", sound_folder(tmp_path / "c"))
    assert told.status == 0
    assert "in one network only" in told.err
    assert told.err.count("\n") == 1


def _told(folder: Path, capsys: pytest.CaptureFixture[str], channels: str) -> list[str]:
    (folder / "channels.toml").write_text(channels, "utf-8")
    told = said(capsys, "check-config", folder)
    assert told.status == 0
    return told.err.splitlines()


def test_a_secret_that_is_not_set_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = '[[channel]]\nname = "hook"\nkind = "webhook"\nsecret = "EMC_SECRET_HOOK"\n'
    folder = sound_folder(tmp_path / "c")
    assert _told(folder, capsys, hook) == ["channels.toml: channel hook: the variable EMC_SECRET_HOOK is not set"]
    monkeypatch.setenv("EMC_SECRET_HOOK", "https://hook.test/")
    assert _told(folder, capsys, hook) == []


def test_to_tell_without_anybody_to_tell_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_ALERTS__MODE", "tell")
    monkeypatch.setenv("EMC_SECRET_HOOK", "https://hook.test/")
    folder = sound_folder(tmp_path / "c")
    hook = '[[channel]]\nname = "hook"\nkind = "webhook"\nsecret = "EMC_SECRET_HOOK"\n'
    (warning,) = _told(folder, capsys, f'{hook}audience = "operator"\n')
    assert "nobody is told" in warning
    assert _told(folder, capsys, hook) == []
    monkeypatch.setenv("EMC_ALERTS__WAY", "prometheus")
    assert _told(folder, capsys, "") == []


def test_agencies_that_a_mail_cannot_reach_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_SECRET_MAIL", "mailto://mail.test")
    folder = sound_folder(tmp_path / "c")
    mail = (
        '[[channel]]\nname = "mail"\nkind = "email"\nsecret = "EMC_SECRET_MAIL"\n[channel.options]\nfrom = "m@m.test"\n'
    )
    (warning,) = _told(folder, capsys, mail)
    assert warning.endswith("no [[contact]] and no options.to for 1 agencies: p-delta")
    contact = '[[contact]]\nagency = "p-delta"\nunit = "VP"\nemail = "a@delta.test"\nconfirmed_on = 2026-05-01\n'
    assert _told(folder, capsys, mail + contact) == []
    assert _told(folder, capsys, mail + 'to = "a@ops.test"\n') == []


def test_a_network_without_a_name_and_a_window_that_is_too_short_are_told_where_several_vantages_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMC_CLUSTER__BROKER", "redis://127.0.0.1:6379")
    monkeypatch.setenv("EMC_CLUSTER__VANTAGES", "hn=viettel")
    folder = sound_folder(tmp_path / "c")
    (network,) = _told(folder, capsys, "")
    assert network.startswith("vantage.network: ")
    monkeypatch.setenv("EMC_VANTAGE__NETWORK", "vnpt")
    assert _told(folder, capsys, "") == []
    monkeypatch.setenv("EMC_CLUSTER__WINDOW", "20")
    (window,) = _told(folder, capsys, "")
    assert window.startswith("cluster.window: 20 s ")
