"""A process that keeps rounds until it has enough or is killed: `URL PORTAL COUNT`; prints the ids that are safe."""

import sys
from collections.abc import Sequence

from monitor.records import Round
from monitor.storage.store import Store
from monitor.storage.writer import Writer
from tests.support.kept_rounds import after, counts, evidence, figure, observation, round_


def made(portal: str, number: int) -> Round:
    """A round with a page of its own and a figure that changes each time."""
    page = evidence(f"{portal} {number} ".encode() * 200)
    at = after(number)
    seen = observation(counts(figure(number)), probe="published_counts", at=at, pages=(page,), portal=portal)
    return round_(at, portal=portal, observations=(seen,), evidence=(page,))


def acknowledge(rounds: Sequence[Round]) -> None:
    """Tell the parent what is safe."""
    print("\n".join(item.observations[0].id for item in rounds), flush=True)


def main(url: str, portal: str, count: str) -> None:
    """Keep that many rounds of one portal."""
    with Store.open(url) as store:
        writer = Writer(store, batch=7, linger=0.001, limit=20, on_kept=acknowledge)
        for number in range(int(count)):
            writer.put(made(portal, number))
        sys.exit(1 if writer.stop(60) else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
