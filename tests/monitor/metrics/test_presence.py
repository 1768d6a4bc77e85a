"""What a daemon that does not lead says of itself."""

from monitor import __version__
from monitor.metrics.presence import Presence, exposition

HERE = Presence(leads=False, mode="tell", way="channels", rulebook="0" * 12)


def test_a_stand_by_tells_mode_way_version_and_that_it_does_not_lead() -> None:
    samples = [line for line in exposition(HERE).decode().splitlines() if not line.startswith("#")]
    assert samples == [
        'emc_alerts_mode{mode="tell"} 1.0',
        'emc_alerts_way{way="channels"} 1.0',
        "emc_leader 0.0",
        f'emc_build_info{{rulebook="{"0" * 12}",version="{__version__}"}} 1.0',
    ]


def test_in_a_simulation_every_series_is_marked() -> None:
    marked = Presence(leads=False, mode="tell", way="channels", rulebook="0" * 12, simulated=True)
    samples = [line for line in exposition(marked).decode().splitlines() if not line.startswith("#")]
    assert len(samples) == 4
    assert all('simulated="true"' in line for line in samples)
