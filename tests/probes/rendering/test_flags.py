"""Chromium is told of nothing that is ours, and of no way but the tunnel."""

from pathlib import Path

from probes.rendering.flags import environment, flags


def test_every_connection_goes_through_the_tunnel_and_names_are_looked_up_there_only() -> None:
    told = flags(4321)
    assert "--proxy-server=socks5://127.0.0.1:4321" in told
    assert "--proxy-bypass-list=<-loopback>" in told
    assert "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1" in told


def test_certificates_are_never_waved_through_and_the_sandbox_is_not_touched() -> None:
    assert not [flag for flag in flags(1) if "certificate" in flag or "sandbox" in flag or "security" in flag]


def test_our_secrets_stay_with_us() -> None:
    given = {"PATH": "/bin", "LANG": "C", "EMC_STORAGE__URL": "postgresql://x:hunter2@h/n", "HOME": "/root"}
    told = environment(Path("/h"), given)
    assert (told["PATH"], told["HOME"], told["TMPDIR"]) == ("/bin", "/h", "/h")
    assert "hunter2" not in str(told)
