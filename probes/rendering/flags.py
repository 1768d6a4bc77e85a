"""How Chromium is told to reach nobody but through our own tunnel, and to keep nothing."""

import os
from collections.abc import Mapping
from pathlib import Path

_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "FONTCONFIG_PATH", "FONTCONFIG_FILE")


def flags(port: int) -> list[str]:
    """The arguments of a Chromium whose every connection goes through the SOCKS tunnel on this loopback port.

    Names are looked up by the tunnel only: Chromium's own resolver knows none. Loopback is no exception from the
    tunnel, QUIC and WebRTC's datagrams have no way out, and nothing is asked for in advance.
    """
    return [
        f"--proxy-server=socks5://127.0.0.1:{port}",
        "--proxy-bypass-list=<-loopback>",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--disable-quic",
        "--dns-prefetch-disable",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-domain-reliability",
        "--disable-file-system",
        "--disable-gpu",
        "--disable-speech-api",
        "--disable-notifications",
        "--no-pings",
        "--js-flags=--max-old-space-size=512",
    ]


def environment(home: Path, environ: Mapping[str, str] | None = None) -> dict[str, str | float | bool]:
    """What Chromium is told of ours: where programs and fonts are, a home of its own, and none of our secrets."""
    given = os.environ if environ is None else environ
    kept: dict[str, str | float | bool] = {name: given[name] for name in _KEPT if name in given}
    places = {"HOME": home, "TMPDIR": home, "XDG_CONFIG_HOME": home / "config", "XDG_CACHE_HOME": home / "cache"}
    return kept | {name: str(place) for name, place in places.items()}
