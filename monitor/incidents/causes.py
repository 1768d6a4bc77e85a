"""What failing portals share: one address, certificate, host or name service that fails is one cause, told once.

A cause explains its portals only if hardly any portal that has the same feature works. Pure.
"""

from collections.abc import Callable, Mapping
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


def causes_in(features: Features) -> list[Cause]:
    """Everything that a portal could share, the narrowest first."""
    return [Cause(feature=feature, value=features[feature]) for feature in Feature if feature in features]


def shared_cause(
    features: Features, *, failing: Callable[[Cause], int], members: Callable[[Cause], int]
) -> Cause | None:
    """The cause that a failing portal shares with others, `None` where there is none.

    `failing` and `members` count the failing and all judged portals that have a cause's feature: those that work speak
    against it. The cause that explains most failing portals is taken; of equals the narrowest.
    """
    found, most = None, 0
    for cause in causes_in(features):
        count = failing(cause)
        if count > most and count >= AT_LEAST and count >= MOST * members(cause):
            found, most = cause, count
    return found
