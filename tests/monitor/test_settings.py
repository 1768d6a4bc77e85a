"""Settings come from the file and the environment, and what is wrong with them is said at once."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from monitor.setting_sources import read_settings
from monitor.settings import Settings
from probes.mistakes import DataError

SHIPPED = Path(__file__).parents[2] / "config"


def _read(folder: Path, text: str = "", environ: Mapping[str, str] | None = None) -> Settings:
    (folder / "settings.toml").write_text(text, "utf-8")
    return read_settings(folder, environ or {})


def _refused(folder: Path, text: str = "", environ: Mapping[str, str] | None = None) -> list[str]:
    with pytest.raises(DataError) as error:
        _read(folder, text, environ)
    return [str(mistake).replace(f"{folder}/", "") for mistake in error.value.mistakes]


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    settings = _read(tmp_path)
    assert settings == Settings()
    assert (settings.schedule.interval, settings.web.port, settings.alerts.mode) == (300, 8000, "observe")
    assert settings.storage.url is None


def test_the_shipped_file_says_the_defaults_but_for_the_reference_targets() -> None:
    shipped = read_settings(SHIPPED, {})
    assert shipped.network.references
    same = shipped.network.model_copy(update={"references": ()})
    assert shipped.model_copy(update={"network": same}) == Settings()


def test_the_shipped_file_names_every_setting() -> None:
    text = (SHIPPED / "settings.toml").read_text("utf-8")
    for section, field in Settings.model_fields.items():
        assert f"[{section}]" in text
        assert field.annotation is not None
        for key in field.annotation.model_fields:
            assert f"\n{key} = " in text, key


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    settings = _read(tmp_path, "[web]\nport = 1\nhost = 'a.test'\n", {"EMC_WEB__PORT": "2"})
    assert (settings.web.port, settings.web.host) == (2, "a.test")


def test_every_promised_variable_sets_something(tmp_path: Path) -> None:
    settings = _read(
        tmp_path,
        environ={
            "EMC_CONFIG": "elsewhere",
            "EMC_STORAGE__URL": "sqlite:///x.db",
            "EMC_DATA__DIR": "/tmp/x",
            "EMC_WEB__HOST": "0.0.0.0",
            "EMC_WEB__PORT": "0",
            "EMC_SCHEDULE__INTERVAL": "2.5",
            "EMC_NETWORK__REFERENCES": "one.test:443, [2001:db8::1]:53",
            "EMC_TRANSPORT__ALLOW_PRIVATE": "true",
            "EMC_TRANSPORT__CA_FILE": "ca.pem",
            "EMC_TRANSPORT__RESOLVE": "a.test=127.0.0.1:8443,b.test:80=[::1]:8080",
            "EMC_TRANSPORT__NAMESERVERS": "9.9.9.9, [2620:fe::fe]:5353",
            "EMC_TRANSPORT__DEADLINE": "3",
            "EMC_TRANSPORT__MAX_BODY": "1000",
            "EMC_TRANSPORT__CONFIRM_AFTER": "0",
            "EMC_LAW__DAY": "2022-08-08",
            "EMC_ALERTS__MODE": "tell",
        },
    )
    assert settings.storage.url == "sqlite:///x.db"
    assert settings.network.references == ("one.test:443", "[2001:db8::1]:53")
    assert settings.transport.resolve == {"a.test": "127.0.0.1:8443", "b.test:80": "[::1]:8080"}
    assert settings.transport.nameservers == ("9.9.9.9", "[2620:fe::fe]:5353")
    assert settings.transport.ca_file == Path("ca.pem")
    assert settings.transport.allow_private
    assert settings.legal_day(date(2030, 1, 1)) == date(2022, 8, 8)
    assert settings.alerts.mode == "tell"


def test_empty_variables_mean_none(tmp_path: Path) -> None:
    names = ("STORAGE__URL", "NETWORK__REFERENCES", "TRANSPORT__CA_FILE", "TRANSPORT__RESOLVE", "LAW__DAY")
    assert _read(tmp_path, environ={f"EMC_{name}": "" for name in names}) == Settings()


def test_without_a_legal_day_today_is_it() -> None:
    assert Settings().legal_day(date(2030, 1, 1)) == date(2030, 1, 1)


def test_a_scenario_makes_a_simulation(tmp_path: Path) -> None:
    assert not Settings().simulated
    assert _read(tmp_path, "[simulation]\nscenario = '2022-08'").simulated


def test_certificates_named_in_the_file_lie_beside_it(tmp_path: Path) -> None:
    assert _read(tmp_path, "[transport]\nca_file = 'ca.pem'").transport.ca_file == tmp_path / "ca.pem"
    assert _read(tmp_path, "[transport]\nca_file = '/x/ca.pem'").transport.ca_file == Path("/x/ca.pem")


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(_read(tmp_path).web, "port", 1)  # noqa: B010  a plain assignment is already refused by the type checker


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert _read(tmp_path, "\ufeff[web]\nport = 9").web.port == 9


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"EMC_WEB__PROT": "1"}, "environment: EMC_WEB__PROT: unknown variable; expected EMC_WEB__PORT"),
        ({"EMC_WEB_PORT": "1"}, "environment: EMC_WEB_PORT: unknown variable; expected EMC_WEB__PORT"),
        ({"EMC_CONFIGS": "1"}, "environment: EMC_CONFIGS: unknown variable; expected EMC_CONFIG"),
        ({"EMC_WEB__PORT": "x"}, 'environment: EMC_WEB__PORT: "x"; expected a port, 0 to 65535'),
        ({"EMC_WEB__PORT": ""}, 'environment: EMC_WEB__PORT: ""; expected a port, 0 to 65535'),
        (
            {"EMC_LAW__DAY": "20220808"},
            'environment: EMC_LAW__DAY: "20220808"; expected a day as YYYY-MM-DD, or nothing for today',
        ),
        (
            {"EMC_TRANSPORT__DEADLINE": "nan"},
            'environment: EMC_TRANSPORT__DEADLINE: "nan"; expected seconds, 0.5 to 300',
        ),
        (
            {"EMC_STORAGE__URL": "mysql://root:hunter2@db/x"},
            "environment: EMC_STORAGE__URL: a value not shown; "
            "expected sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME",
        ),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    assert _refused(tmp_path, environ=environ) == [said]


def test_an_unknown_variable_unlike_any_other_gets_the_whole_list(tmp_path: Path) -> None:
    [said] = _refused(tmp_path, environ={"EMC_QQQQQ": "1"})
    assert said.startswith("environment: EMC_QQQQQ: unknown variable; expected one of EMC_CONFIG, EMC_STORAGE__URL, ")


def test_secrets_of_channels_may_have_any_name(tmp_path: Path) -> None:
    assert _read(tmp_path, environ={"EMC_SECRET_MAIL": "hunter2"}) == Settings()


def test_mistakes_of_file_and_environment_are_told_together(tmp_path: Path) -> None:
    said = _refused(tmp_path, "[web]\nport = 70000\n[transport]\ndeadline = -3\n", {"EMC_ALERTS__MODE": "shout"})
    assert said == [
        "settings.toml: web.port: 70000; expected a port, 0 to 65535",
        "settings.toml: transport.deadline: -3; expected seconds, 0.5 to 300",
        'environment: EMC_ALERTS__MODE: "shout"; expected observe or tell',
    ]


def test_a_broken_file_does_not_hide_a_wrong_variable(tmp_path: Path) -> None:
    assert len(_refused(tmp_path, "[web", {"EMC_WEB__PORT": "x"})) == 2


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    settings = _read(tmp_path, environ={"EMC_STORAGE__URL": "postgresql+psycopg://u:hunter2@db/x"})
    assert "hunter2" not in repr(settings)
    [said] = _refused(tmp_path, "[storage]\nurl = ['hunter2']")
    assert "hunter2" not in said
