"""Letters about incidents of invented agencies, and the channels that send them, made up in few words."""

from typing import Any

from monitor.alerts.records import Affair, Channel, Contact, Letter, Occasion
from monitor.incidents.records import Incident
from probes.contract import System
from tests.support.incidents import OPENED, incident

CANARY = "c4nary-s3cret-0f-the-ch4nnel"  # stands in secrets, and must stand nowhere else


def affair(told: Incident | None = None, **changes: Any) -> Affair:
    """One incident of an invented province as letters tell it."""
    values: dict[str, Any] = {
        "incident": told or incident(),
        "agency_name": "Ủy ban nhân dân tỉnh Vĩnh Mẫu",
        "host": "vinhmau.test",
        "url": "https://vinhmau.test/",
        "system": System.PORTAL,
        "duty": "Người dân truy cập được hệ thống",
        "duty_en": "People can reach the system",
        "what_to_do": "Kiểm tra máy chủ, đường truyền, tên miền",
        "what_to_do_en": "Check server, line and name",
    }
    return Affair(**(values | changes))


def letter(*affairs: Affair, **changes: Any) -> Letter:
    """A letter that tells of these incidents, or of one."""
    values: dict[str, Any] = {
        "id": "01934567-89ab-7def-8123-456789abcdef",
        "occasion": Occasion.OPENED,
        "at": OPENED,
        "title": "Cảnh báo: Ủy ban nhân dân tỉnh Vĩnh Mẫu, vinhmau.test: không trả lời",
        "body": "Ủy ban nhân dân tỉnh Vĩnh Mẫu\nkhông trả lời từ 07:50\n",
        "affairs": affairs or (affair(),),
    }
    return Letter(**(values | changes))


def channel(kind: str, **options: str) -> Channel:
    """A channel of a kind with these options."""
    return Channel(name="truc", kind=kind, secret="EMC_SECRET_TRUC", options=options)


def contact(email: str = "vp@vinhmau.test", agency: str = "x-vinh-mau", **changes: Any) -> Contact:
    """Who answers for an invented agency."""
    values: dict[str, Any] = {
        "agency": agency,
        "portal": None,
        "unit": "Văn phòng",
        "operator": "",
        "email": email,
        "confirmed_on": OPENED.date(),
    }
    return Contact(**(values | changes))
