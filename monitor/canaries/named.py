"""A name of its own zone with known addresses, name servers and CAA, and without signatures."""

from monitor.canaries.contract import Canary
from probes.names.facts import DnsFacts
from probes.observe import Observation

_ZONE = "named.canary.test"
_EXPECTED = DnsFacts(
    asked=True,
    host=_ZONE,
    exists=True,
    ipv4=("192.0.2.80", "192.0.2.81"),
    ipv6=("2001:db8::80",),
    not_public=("2001:db8::80",),  # an address for documentation: nobody connects to it
    zone=_ZONE,
    name_servers=("ns1.canary.test", "ns2.canary.test"),
    ds=False,
    rrsig=False,
    caa=('0 issue "ca.test"',),
)


def _read(item: Observation) -> str | None:
    if item.failure is not None or not isinstance(item.facts, DnsFacts):
        return f"{item.outcome} in place of seen"
    fields = ("exists", "ipv4", "ipv6", "not_public", "over_ipv6", "zone", "name_servers", "ds", "rrsig", "caa")
    wrong = [name for name in fields if getattr(item.facts, name) != getattr(_EXPECTED, name)]
    return ", ".join(f"{name} read as {getattr(item.facts, name)}" for name in wrong) or None


CANARY = Canary(
    name="named",
    records=(
        f"{_ZONE} SOA ns1.canary.test. canary.test. 1 3600 600 86400 60",
        f"{_ZONE} NS ns1.canary.test.",
        f"{_ZONE} NS ns2.canary.test.",
        f"{_ZONE} A 192.0.2.80",
        f"{_ZONE} A 192.0.2.81",
        f"{_ZONE} AAAA 2001:db8::80",
        f'{_ZONE} CAA 0 issue "ca.test"',
    ),
    expects={"dns": _read},
)
