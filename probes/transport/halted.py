"""A look that cannot go on: carries the failure from where it is known to where the exchange is written down."""

from probes.failures import Failure, FailureKind, Party, failed


class Halted(Exception):  # noqa: N818 - not our error: a portal's failure on its way to becoming a value
    """Raised only inside the transport.

    It derives from `Exception` alone, so that neither `requests` nor `urllib3` takes it for an error of theirs and
    wraps it.
    """

    def __init__(self, failure: Failure) -> None:
        """Carry the failure."""
        super().__init__(failure.detail)
        self.failure = failure


def halted(kind: FailureKind, detail: str, *, party: Party | None = None) -> Halted:
    """The exception to raise for one failure."""
    return Halted(failed(kind, detail, party=party))
