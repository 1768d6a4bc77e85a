"""What hinders the monitor itself at this moment, by the keys under which its operator is told."""

from collections.abc import Mapping

from monitor.lookout import Lookout

_LAG = 60.0  # seconds that a round may wait before the schedule counts as late, or one interval where that is longer


def own_troubles(lookout: Lookout, *, schedule_running: bool) -> Mapping[str, str]:
    """One sentence for each trouble; empty while all is well. Portals are never among them."""
    found: dict[str, str] = {}
    if lookout.gear.gate.last() is False:
        found["blind"] = "no reference target answers"
    if lookout.writer.failing:
        found["store"] = lookout.writer.trouble or "the store refuses"
    for name, ok in lookout.canaries.ok().items():
        if not ok:
            found[f"canary:{name}"] = "; ".join(dict.fromkeys(lookout.canaries.wrong().values()))
    if not schedule_running:
        found["schedule"] = "the schedule is not running"
    elif lookout.lag() > max(_LAG, lookout.gear.watch.interval):
        found["schedule"] = f"the next round has waited for {lookout.lag():.0f} s"
    if not lookout.reloaded:
        found["reload"] = (
            "mỗi lỗi một dòng trong nhật ký, hoặc chạy `emc-monitor check-config` (each mistake is a line of the log)"
        )
    return found
