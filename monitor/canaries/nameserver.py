"""The loopback name server that answers for the canaries' names, for as long as they are asked."""

import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

_WAKE = 0.05  # seconds after which it sees that it is to end
_PAYLOAD = 1232  # bytes

Records = Mapping[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset]


@contextmanager
def answering(lines: Iterable[str]) -> Iterator[str]:
    """Answer over UDP on a free port; gives `address:port`. A line is `name type data`; raises `OSError` without a
    port."""
    records = _read(lines)
    ended = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(_WAKE)
        thread = threading.Thread(target=_serve, args=(line, records, ended), daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{line.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()


def _read(lines: Iterable[str]) -> Records:
    told: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        name, kind, data = line.split(maxsplit=2)
        told.setdefault((name, kind), []).append(data)
    found = [dns.rrset.from_text_list(f"{name}.", 60, "IN", kind, data) for (name, kind), data in told.items()]
    return {(records.name, records.rdtype): records for records in found}


def _serve(line: socket.socket, records: Records, ended: threading.Event) -> None:
    while not ended.is_set():
        with suppress(OSError, dns.exception.DNSException):  # nobody asked, or what came is no question
            data, visitor = line.recvfrom(4096)
            line.sendto(_reply(dns.message.from_wire(data), records).to_wire(), visitor)


def _reply(question: dns.message.Message, records: Records) -> dns.message.Message:
    """What is known; else that there is no such record, under the zone that the name lies in, or no such name."""
    reply = dns.message.make_response(question)
    wants = bool(question.ednsflags & dns.flags.DO)
    reply.use_edns(0 if wants else -1, dns.flags.DO if wants else 0, _PAYLOAD)
    reply.flags |= dns.flags.RA
    for asked in question.question[:1]:
        found = records.get((asked.name, asked.rdtype))
        if found is not None:
            reply.answer.append(found)
            continue
        if not any(name.is_subdomain(asked.name) for name, _ in records):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        zones = (item for (name, kind), item in records.items() if kind == dns.rdatatype.SOA)
        reply.authority += [item for item in zones if asked.name.is_subdomain(item.name)][:1]
    return reply
