"""Every mistake of `[cluster]` is told before anything starts."""

from pathlib import Path

import pytest
import trustme

from monitor.configuration import load_configuration, shipped_folder
from probes.mistakes import DataError

BROKER = {"EMC_CLUSTER__BROKER": "redis://:secret@broker.test/0"}
TLS = {"EMC_CLUSTER__BROKER": "rediss://:secret@broker.test/0"}
HN = {"EMC_CLUSTER__VANTAGES": "hn=viettel"}


def mistakes(**variables: str) -> list[str]:
    try:
        load_configuration(shipped_folder(), variables)
    except DataError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"EMC_CLUSTER__BROKER": "http://a.test"}, "EMC_CLUSTER__BROKER: a value not shown; expected redis, rediss"),
        ({"EMC_CLUSTER__BROKER": "redis://"}, "EMC_CLUSTER__BROKER: a value not shown"),
        ({"EMC_CLUSTER__BROKER": "redis://:secret@a.test:99999"}, "EMC_CLUSTER__BROKER: a value not shown"),
        ({**BROKER, "EMC_CLUSTER__VANTAGES": "Hà Nội=viettel"}, "expected name=network, separated by commas"),
        ({**BROKER, "EMC_CLUSTER__VANTAGES": "local=viettel"}, "cluster.vantages: local is vantage.name"),
        (HN, "cluster.vantages: places, and no broker"),
        ({"EMC_CLUSTER__LOCAL_LOOKS": "false"}, "cluster.local_looks: false, and nobody else looks"),
        ({**BROKER, "EMC_CLUSTER__LOCAL_LOOKS": "false"}, "cluster.vantages: nobody"),
        ({**BROKER, "EMC_CLUSTER__WINDOW": "0"}, 'EMC_CLUSTER__WINDOW: "0"; expected seconds, 0.1 to 3600'),
        ({**TLS, "EMC_CLUSTER__CA_FILE": "/nowhere.pem"}, "cluster.ca_file: no such file or directory"),
    ],
)
def test_a_mistake_is_told_without_secrets(variables: dict[str, str], said: str) -> None:
    found = mistakes(**variables)
    assert any(said in line for line in found), found
    assert "secret" not in "".join(found)


def test_certificates_are_looked_into(tmp_path: Path) -> None:
    ca, mine = trustme.CA(), tmp_path / "mine.pem"
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    ca.issue_cert("a.test").private_key_and_cert_chain_pem.write_to_path(mine)
    files = {
        "EMC_CLUSTER__CA_FILE": str(tmp_path / "ca.pem"),
        "EMC_CLUSTER__CERTIFICATE": str(mine),
        "EMC_CLUSTER__KEY": str(mine),
    }
    assert mistakes(**TLS, **HN, **files) == []
    assert "cluster.ca_file: a broker without TLS" in mistakes(**BROKER, **files)[0]
    without_key = {name: path for name, path in files.items() if not name.endswith("KEY")}
    assert "cluster.key: nothing; expected both of them, or none" in mistakes(**TLS, **without_key)[0]
    key_is_none = {**files, "EMC_CLUSTER__KEY": str(tmp_path / "ca.pem")}
    assert "cluster.key: no private key without a password in it" in mistakes(**TLS, **key_is_none)[0]


def test_several_places_are_read_with_their_networks() -> None:
    variables = {**BROKER, "EMC_CLUSTER__VANTAGES": "hn=viettel, hcm=vnpt"}
    settings = load_configuration(shipped_folder(), variables).settings
    assert settings.cluster.vantages == {"hn": "viettel", "hcm": "vnpt"}
    assert "secret" not in repr(settings)
