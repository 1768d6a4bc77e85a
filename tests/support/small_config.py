"""A configuration folder with the shipped rules and page kinds, and a few portals of one invented province."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from monitor.configuration import shipped_folder
from tests.support.hostile import Visitor

PORTALS = "id,agency_id,system,url,status,lifecycle,valid_from,valid_to,confidence,note"
AGENCIES = "id,kind,name_vi,name_en,gso_code,valid_from,valid_to,successor_ids,note"
PAGE = (
    "<html lang=vi><head><title>Cổng thử</title></head><body><p>" + "Tin tức và thông báo. " * 20 + "</p></body></html>"
)


def small_folder(folder: Path, portals: Iterable[str]) -> Path:
    """The folder, made where it is not there yet, watching exactly these portals: `p1` is `http://p1.test/`."""
    if not folder.exists():
        shutil.copytree(shipped_folder(), folder)
        (folder / "agencies.csv").write_text(f"{AGENCIES}\np,province,Tỉnh Thử,Test Province,,,,,\n", "utf-8")
    watch_only(folder, portals)
    return folder


def watch_only(folder: Path, portals: Iterable[str], *, status: str = "confirmed") -> None:
    """Write the catalogue anew."""
    rows = [f"{name}.portal,p,portal,http://{name}.test/,{status},front_end,,,document," for name in portals]
    (folder / "portals.csv").write_text("\n".join([PORTALS, *rows]) + "\n", "utf-8")


def settings(folder: Path, text: str) -> None:
    """Write the settings anew."""
    (folder / "settings.toml").write_text(text, "utf-8")


def resolve(portals: Iterable[str], port: int) -> str:
    """All of them are served on one port of this machine."""
    return ",".join(f"{name}.test=127.0.0.1:{port}" for name in portals)


def content(visitor: Visitor) -> None:
    """A page of content."""
    visitor.hear()
    body = PAGE.encode()
    visitor.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
    visitor.say(b"Content-Length: %d\r\n\r\n" % len(body), body)
