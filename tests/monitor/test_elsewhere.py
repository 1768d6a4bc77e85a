"""Other places look with us where a broker is set; they never look at a simulated estate, which is here alone."""

from pathlib import Path

from monitor.configuration import load_configuration
from monitor.lookout import on_watch
from tests.support.small_config import small_folder

BROKER = {"EMC_CLUSTER__BROKER": "redis://127.0.0.1:1", "EMC_CLUSTER__VANTAGES": "hn=viettel"}


def test_a_simulated_estate_takes_no_part_in_a_cluster_that_the_environment_names(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "config", ["p1"])
    here = {"EMC_DATA__DIR": str(tmp_path / "data"), "EMC_SIMULATION__SCENARIO": "2022-08", **BROKER}
    with on_watch(load_configuration(folder, here)) as lookout:
        assert lookout.elsewhere.online() == {}
        assert lookout.gear.watch.network == ""


def test_the_real_world_asks_the_vantages_of_its_settings(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "config", ["p1"])
    with on_watch(load_configuration(folder, {"EMC_DATA__DIR": str(tmp_path / "data"), **BROKER})) as lookout:
        assert lookout.elsewhere.online() == {"hn": False}
        assert lookout.gear.watch.network == "local"
