"""What the daemon and its workers call the things that they share at the broker."""

PROTOCOL = 1  # raised whenever a message changes so that the other side would misread it
TASK = "emc.look"
SIGHTS = "emc.sights"  # the queue of what was seen
PRESENCE = "emc.presence"  # the exchange of signs of life, which nobody keeps
CONNECTED_FOR = 3.5  # heartbeats without a sign of life until a worker counts as gone
WORST_CLOCK = 30.0  # seconds by which a worker's clock may differ from the daemon's


def look_queue(vantage: str) -> str:
    """The queue of the looks that a vantage is asked for."""
    return f"emc.look.{vantage}"
