"""What silence, a refusal and a broken line mean depends on how far the look had come."""

import errno

import pytest

from probes.transport.endings import Stage, broken, late, unconnected


@pytest.mark.parametrize(
    ("stage", "quiet", "kind"),
    [
        (Stage.CONNECTING, None, "connect_timeout"),
        (Stage.HANDSHAKE, None, "connect_timeout"),
        (Stage.HANDSHAKE, 0.1, "connect_timeout"),
        (Stage.ASKED, None, "read_timeout"),
        (Stage.ASKED, 0.1, "deadline_exceeded"),
        (Stage.ANSWERING, 7.4, "deadline_exceeded"),
        (Stage.ANSWERING, 7.5, "read_timeout"),
    ],
)
def test_past_the_deadline_silence_is_told_from_bytes_that_still_flow(stage, quiet, kind) -> None:
    assert late(stage, 15, quiet).failure.kind == kind


@pytest.mark.parametrize(
    ("code", "kind", "party"),
    [
        (errno.ECONNREFUSED, "connection_refused", "portal"),
        (errno.ECONNRESET, "connection_reset", "portal"),
        (errno.ETIMEDOUT, "connect_timeout", "network"),
        (errno.EHOSTUNREACH, "connect_timeout", "network"),
        (errno.ENETUNREACH, "monitor_offline", "monitor"),
        (errno.EMFILE, "monitor_fault", "monitor"),
        (errno.EACCES, "monitor_fault", "monitor"),
    ],
)
def test_a_connection_that_did_not_come_about_is_put_down_to_who_can_act(code, kind, party) -> None:
    failure = unconnected(code).failure
    assert (failure.kind, failure.party) == (kind, party)


@pytest.mark.parametrize(
    ("stage", "kind"), [(Stage.ASKED, "connection_reset"), (Stage.ANSWERING, "malformed_response")]
)
def test_a_line_that_breaks_before_a_status_is_a_reset(stage, kind) -> None:
    assert broken(stage, ConnectionResetError("x")).failure.kind == kind
