"""A name server on loopback, over UDP and TCP, that says what the test wrote down: records, signatures, or trouble."""

import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread

import dns.dnssec
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rrset
from cryptography.hazmat.primitives.asymmetric import ec
from dns.rdtypes.ANY.DNSKEY import DNSKEY

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@dataclass
class Book:
    """What is known: `a.test IN A 192.0.2.1` a line each.

    `trouble` by (name, type): `silence`, `truncated`, a response code, or `bogus`: SERVFAIL unless nothing is to be
    checked. `aware` is `False` for a name server that has never heard of DNSSEC.
    """

    lines: str
    trouble: Mapping[tuple[str, str], str] = field(default_factory=dict)
    aware: bool = True

    def __post_init__(self) -> None:
        self.records: dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset] = {}
        self.signatures: dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset] = {}
        for line in filter(None, (line.strip() for line in self.lines.splitlines())):
            name, _, kind, text = line.split(maxsplit=3)
            self.add(dns.rrset.from_text(f"{name}.", 60, "IN", kind, text))

    def add(self, records: dns.rrset.RRset) -> None:
        known = self.records.setdefault((records.name, records.rdtype), records)
        known.update(records)

    def answer(self, question: dns.message.Message, *, over_tcp: bool) -> dns.message.Message | None:
        """The reply, `None` for silence."""
        asked = question.question[0]
        key = (asked.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(asked.rdtype))
        trouble = self.trouble.get(key, "")
        if trouble == "silence":
            return None
        if trouble == "bogus":
            trouble = "" if question.flags & dns.flags.CD else "SERVFAIL"
        reply = self._reply(question)
        if trouble == "truncated":
            if not over_tcp:
                reply.flags |= dns.flags.TC
                return reply
        elif trouble:
            reply.set_rcode(dns.rcode.from_text(trouble))
            return reply
        self._fill(reply, asked.name, asked.rdtype)
        return reply

    def _reply(self, question: dns.message.Message) -> dns.message.Message:
        reply = dns.message.make_response(question)
        wants = bool(question.ednsflags & dns.flags.DO) and self.aware
        reply.use_edns(0 if wants else -1, dns.flags.DO if wants else 0, 1232)
        reply.flags |= dns.flags.RA
        return reply

    def _fill(self, reply: dns.message.Message, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> None:
        while (name, kind) not in self.records and (name, dns.rdatatype.CNAME) in self.records:
            alias = self.records[name, dns.rdatatype.CNAME]
            reply.answer.append(alias)
            name = alias[0].target
        found = self.records.get((name, kind))
        if found is not None:
            reply.answer.append(found)
            signature = self.signatures.get((name, kind))
            if signature is not None and reply.ednsflags & dns.flags.DO:
                reply.answer.append(signature)
            return
        if not any(known == name or known.is_subdomain(name) for known, _ in self.records):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        apexes = [known for known, of in self.records if of == dns.rdatatype.SOA and name.is_subdomain(known)]
        if apexes:
            reply.authority.append(self.records[max(apexes, key=len), dns.rdatatype.SOA])


@dataclass
class Signer:
    """Keys of one zone, and the signatures made with them around `NOW`."""

    zone: str
    lasts: timedelta = timedelta(days=30)

    def __post_init__(self) -> None:
        self.name = dns.name.from_text(self.zone)
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.key: DNSKEY = dns.dnssec.make_dnskey(self.secret.public_key(), "ECDSAP256SHA256", flags=257)

    def sign(self, book: Book, *, delegated: bool = True) -> None:
        """Put DNSKEY, the parent's DS where `delegated`, and signatures over SOA and DNSKEY into the book."""
        book.add(dns.rrset.from_rdata(self.name, 60, self.key))
        if delegated:
            book.add(dns.rrset.from_rdata(self.name, 60, dns.dnssec.make_ds(self.name, self.key, "SHA256")))
        for kind in (dns.rdatatype.SOA, dns.rdatatype.DNSKEY):
            records = book.records[self.name, kind]
            book.signatures[self.name, kind] = dns.rrset.from_rdata(self.name, 60, self.signature(records))

    def signature(self, records: dns.rrset.RRset) -> dns.rdata.Rdata:
        begins, ends = NOW - timedelta(days=90), NOW + self.lasts
        return dns.dnssec.sign(records, self.secret, self.name, self.key, inception=begins, expiration=ends)


@contextmanager
def serving_book(book: Book) -> Iterator[str]:
    """A name server for this book, as `address:port`."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(type=socket.SOCK_DGRAM) as line:
        place = listener.getsockname()
        line.bind(place)
        threads = [_started(lambda: _over_udp(line, book)), _started(lambda: _over_tcp(listener, book))]
        try:
            yield f"{place[0]}:{place[1]}"
        finally:
            line.sendto(b"stop", place)
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()


def _started(work: Callable[[], None]) -> Thread:
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


def _over_udp(line: socket.socket, book: Book) -> None:
    while True:
        data, visitor = line.recvfrom(4096)
        if data == b"stop":
            return
        reply = book.answer(dns.message.from_wire(data), over_tcp=False)
        if reply is not None:
            line.sendto(reply.to_wire(), visitor)


def _over_tcp(listener: socket.socket, book: Book) -> None:
    with suppress(OSError):
        while True:
            visitor, _ = listener.accept()
            with visitor, visitor.makefile("rb") as heard:
                (length,) = struct.unpack("!H", heard.read(2))
                reply = book.answer(dns.message.from_wire(heard.read(length)), over_tcp=True)
                if reply is not None:
                    visitor.sendall(reply.to_wire(prepend_length=True))
