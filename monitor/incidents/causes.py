"""What failing portals share: one address, certificate, host or name service that fails is one cause, told once.

A cause explains its portals only if hardly any portal that has the same feature works. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

AT_LEAST = 2  # portals that share a feature before it is a cause
MOST = Fraction(4, 5)  # of the portals with the feature fail: fewer, and it is not what they fail of


class Feature(StrEnum):
    """What portals can share, from the narrowest to the widest; the narrowest that explains as many is the cause."""

    CERTIFICATE = "certificate"
    ADDRESS = "address"
    HOST = "host"
    DNS_PROVIDER = "dns_provider"
    AGENCY = "agency"


Features = Mapping[Feature, str]  # of one portal, as last seen; what was not seen is left out


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cause:
    """A feature and its value that several failing portals have in common."""

    feature: Feature
    value: str

    def __str__(self) -> str:
        """As it is stored and shown: `address 203.0.113.7`."""
        return f"{self.feature.value} {self.value}"


def shared_causes(features: Mapping[str, Features], failing: Collection[str]) -> Mapping[str, Cause]:
    """The cause of each failing portal that shares one, by portal.

    `features` are those of all judged portals, the working ones too: they are what speaks against a cause.
    Each portal takes the cause that explains most failing portals; of equals the narrowest feature.
    """
    failing = frozenset(failing)
    groups = _groups(features)
    counts = {
        cause: len(members & failing)
        for cause, members in groups.items()
        if len(members & failing) >= AT_LEAST and len(members & failing) >= MOST * len(members)
    }
    rank = {feature: number for number, feature in enumerate(Feature)}
    found: dict[str, Cause] = {}
    for portal in sorted(failing):
        mine = [Cause(feature=feature, value=value) for feature, value in features.get(portal, {}).items()]
        causes = [cause for cause in mine if cause in counts]
        if causes:
            found[portal] = min(causes, key=lambda cause: (-counts[cause], rank[cause.feature], cause.value))
    return found


def _groups(features: Mapping[str, Features]) -> dict[Cause, frozenset[str]]:
    groups: dict[Cause, set[str]] = {}
    for portal, mine in features.items():
        for feature, value in mine.items():
            groups.setdefault(Cause(feature=feature, value=value), set()).add(portal)
    return {cause: frozenset(members) for cause, members in groups.items()}
