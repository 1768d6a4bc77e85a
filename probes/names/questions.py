"""Questions to the name servers within one budget of seconds: answered, seen to be absent, or not answered."""

from collections.abc import Callable
from dataclasses import dataclass, field

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.resolver
import dns.rrset

from probes.transport.stopping import Bell

_PATIENCE = 2.0  # seconds for one question over all name servers and tries
_SLICE = 1.1  # seconds until it is looked whether the monitor stops
_PAYLOAD = 1232  # bytes over UDP, as agreed on the DNS flag day of 2020; what is longer comes over TCP


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer. `records` are `None` where there are none of the type; `alias` is where a CNAME chain ends.

    `exists` is `False` where the name server says that there is no such name.
    `aware`: the name server speaks DNSSEC, so that a signature it leaves out is not there.
    """

    records: dns.rrset.RRset | None
    message: dns.message.Message
    exists: bool
    alias: dns.name.Name | None
    aware: bool

    def own(self, name: dns.name.Name, kind: str) -> dns.rrset.RRset | None:
        """The records of this type that the answer gives for exactly this name."""
        return self._found(name, dns.rdatatype.from_text(kind), dns.rdatatype.NONE)

    def signatures(self, name: dns.name.Name, kind: str) -> dns.rrset.RRset | None:
        """The signatures over them."""
        return self._found(name, dns.rdatatype.RRSIG, dns.rdatatype.from_text(kind))

    def apex(self, name: dns.name.Name) -> dns.name.Name | None:
        """The zone that the name server names for `name`, where it names one."""
        owners = (item.name for item in self.message.authority if item.rdtype == dns.rdatatype.SOA)
        return next((owner for owner in owners if name.is_subdomain(owner)), None)

    def _found(
        self, name: dns.name.Name, kind: dns.rdatatype.RdataType, covers: dns.rdatatype.RdataType
    ) -> dns.rrset.RRset | None:
        return self.message.get_rrset(self.message.answer, name, dns.rdataclass.IN, kind, covers)


@dataclass(slots=True, kw_only=True)
class Questions:
    """The questions of one look. `ends` is on the clock `monotonic`, in seconds; past it nothing is asked."""

    plain: dns.resolver.Resolver
    unchecked: dns.resolver.Resolver
    ends: float
    monotonic: Callable[[], float]
    bell: Bell
    unanswered: list[str] = field(default_factory=list)

    def ask(self, name: dns.name.Name, kind: str, *, signed: bool = False) -> Said | None:
        """One question; `None` where no answer came, which is then noted in `unanswered`.

        `signed` asks for signatures too, and for what a checking name server would hold back because they are wrong.
        """
        resolver = self.unchecked if signed else self.plain
        until = min(self.ends, self.monotonic() + _PATIENCE)
        while not self.bell.rung:
            left = until - self.monotonic()
            if left <= 0:
                break
            try:
                return _said(resolver.resolve(name, kind, lifetime=min(_SLICE, left), raise_on_no_answer=False))
            except dns.resolver.NXDOMAIN as error:
                return _nothing(error)
            except dns.resolver.LifetimeTimeout:
                continue
            except dns.exception.DNSException as error:
                self._note(kind, name, _reason(error))
                return None
        self._note(kind, name, "no answer in time")
        return None

    def _note(self, kind: str, name: dns.name.Name, reason: str) -> None:
        self.unanswered.append(f"{kind} {name.to_text(omit_final_dot=True)}: {reason}")


def asking_for_signatures(resolver: dns.resolver.Resolver) -> dns.resolver.Resolver:
    """The same resolver, set to have signatures sent and nothing checked on our behalf."""
    resolver.use_edns(0, dns.flags.DO, _PAYLOAD)
    resolver.flags = dns.flags.RD | dns.flags.CD
    return resolver


def _said(answer: dns.resolver.Answer) -> Said:
    final = answer.canonical_name
    return Said(
        records=answer.rrset,
        message=answer.response,
        exists=True,
        alias=final if final != answer.qname else None,
        aware=bool(answer.response.ednsflags & dns.flags.DO),
    )


def _nothing(error: dns.resolver.NXDOMAIN) -> Said:
    message = next(iter(error.kwargs["responses"].values()))
    return Said(records=None, message=message, exists=False, alias=None, aware=bool(message.ednsflags & dns.flags.DO))


def _reason(error: dns.exception.DNSException) -> str:
    if isinstance(error, dns.resolver.NoNameservers):
        said = [item[4].rcode() for item in error.kwargs.get("errors", ()) if item[4] is not None]
        return dns.rcode.to_text(said[-1]) if said else "no name server could be asked"
    return type(error).__name__
