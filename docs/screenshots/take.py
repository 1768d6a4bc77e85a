"""Takes the pictures of the README: the main pages of a demo with its thirty days, in a real Chromium.

`make screenshots` starts a demo of its own; an address given takes them of one that runs already.
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parent
CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 300.0  # seconds for a first round on a busy machine
MOST = 200_000  # bytes of one picture
WIDTH, HEIGHT = 1180, 860
PICTURES = {  # by name: the page, where it is scrolled to, and whether it is dark
    "national": ("/", "header", "light"),
    "map": ("/", "svg.map", "light"),
    "agency": ("/agencies/sim-p46", "header", "light"),
    "trend": ("/agencies/sim-p07", "figure[data-chart=scores]", "dark"),
    "portal": ("/portals/sim-p26-one-stop", "header", "light"),
    "incidents": ("/incidents", "header", "light"),
}


def main() -> None:
    """Write every picture; ends with an error where one is too large to be kept."""
    with running(sys.argv[1:]) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for name, (path, place, scheme) in PICTURES.items():
            size = take(chromium, address + path, place=place, scheme=scheme, to=FOLDER / f"{name}.png")
            print(f"{name}.png {size} bytes")
            if size > MOST:
                raise SystemExit(f"{name}.png: {size} bytes, expected at most {MOST}")
        chromium.close()


def take(chromium: Browser, url: str, *, place: str, scheme: str, to: Path) -> int:
    """One picture of what a visitor sees from `place` on; its size in bytes."""
    dark = scheme == "dark"
    page = chromium.new_page(color_scheme="dark" if dark else "light", viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(url, timeout=120_000)
    page.wait_for_timeout(1_500)  # charts are drawn after the page
    page.locator(place).first.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 60)")
    page.wait_for_timeout(300)
    page.screenshot(path=str(to))
    page.close()
    return to.stat().st_size


@contextmanager
def running(arguments: list[str]) -> Iterator[str]:
    """The address of a demo whose first round is over."""
    if arguments:
        yield arguments[0].rstrip("/")
        return
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "monitor", "demo", "--port", str(port), "--data", folder]
        demo = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            looked_at(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            demo.terminate()
            demo.wait()


def looked_at(address: str) -> None:
    """Wait until the first round is over, by which the scores of the day are kept."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/api/v1/scores?limit=1") as answer:
                if json.load(answer)["rows"]:
                    return
        except OSError:
            pass
        time.sleep(1)
    raise SystemExit("the demo's first round did not end")


if __name__ == "__main__":
    main()
