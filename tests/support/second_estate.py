"""A monitor of a test's own making: what it exposes at first, and what a little later, when things have changed."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

AGENCY, PORTAL = "p34-48-da-nang", "x-portal"  # the id alone is real: the tile map knows its boxes by id
_WHAT = 'system="public_service",host="mau.test",lifecycle="front_end",status="confirmed"'
_WHO = f'agency="{AGENCY}",agency_kind="city"'

_ALWAYS = f"""
emc_build_info{{version="0",rulebook="0",simulated="true"}} 1
emc_portal_info{{portal="{PORTAL}",{_WHO},agency_name="Thành phố Mẫu",{_WHAT}}} 1
emc_duty_info{{rule="INFO-03",duty="Yêu cầu mẫu",duty_en="An invented duty"}} 1
emc_duty_info{{rule="INFO-07",duty="Yêu cầu khác",duty_en="Another invented duty"}} 1
emc_duty_info{{rule="INFO-05",duty="Yêu cầu được miễn",duty_en="A duty of which it is free"}} 1
emc_agency_band{{{_WHO},band="good"}} 1
emc_portal_up{{portal="{PORTAL}"}} 0
emc_verdict{{portal="{PORTAL}",rule="INFO-05",outcome="exempt"}} 1
emc_last_look_timestamp_seconds{{portal="{PORTAL}",vantage="local"}} 1
emc_availability_ratio{{portal="{PORTAL}",window="30d"}} 0.5
emc_incident_open{{portal="{PORTAL}",agency="{AGENCY}",rule="INFO-03",severity="minor"}} 1
emc_monitor_online{{vantage="local"}} 0
emc_channel_ok{{channel="thu"}} 0
emc_published_problems{{portal="{PORTAL}",kind="jump"}} 1
emc_published_ratio{{portal="{PORTAL}",key="on_time_ratio",period="year",definition="cumulative"}} 0.9
emc_published_difference_ratio{{agency="{AGENCY}",key="services_total",period="unknown"}} 0.1
"""
_BEFORE = f"""
emc_agency_score{{{_WHO}}} 70
emc_published_services{{portal="{PORTAL}",key="services_total",period="unknown",definition=""}} 100
emc_verdict{{portal="{PORTAL}",rule="INFO-03",outcome="pass"}} 1
emc_verdict{{portal="{PORTAL}",rule="INFO-07",outcome="fail"}} 1
emc_deliveries_total{{channel="thu",result="sent"}} 0
"""
_AFTER = f"""
emc_agency_score{{{_WHO}}} 80
emc_published_services{{portal="{PORTAL}",key="services_total",period="unknown",definition=""}} 150
emc_verdict{{portal="{PORTAL}",rule="INFO-03",outcome="fail"}} 1
emc_verdict{{portal="{PORTAL}",rule="INFO-07",outcome="pass"}} 1
emc_deliveries_total{{channel="thu",result="sent"}} 2
"""


class _Exposed(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        later: threading.Event = self.server.later  # type: ignore[attr-defined] # set where the server is made
        changed = f'emc_published_changed_timestamp_seconds{{portal="{PORTAL}"}} {time.time()}\n'
        body = (_ALWAYS + changed + (_AFTER if later.is_set() else _BEFORE)).strip().encode() + b"\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def second_estate() -> Iterator[tuple[int, threading.Event]]:
    """Its port, and the event after which it exposes what came later."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Exposed) as server:
        later = threading.Event()
        server.later = later  # type: ignore[attr-defined] # read by the handler
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield int(server.server_address[1]), later
        finally:
            server.shutdown()
            thread.join()
