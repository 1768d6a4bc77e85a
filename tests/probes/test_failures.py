"""Each failure has its state and its usual party, as the interface's table has them."""

import pytest

from probes.failures import FailureKind, Party, State, failed

STATES = {
    "down": "dns_failure connection_refused connection_reset connect_timeout read_timeout deadline_exceeded tls_expired"
    " tls_not_yet_valid tls_wrong_host tls_untrusted tls_protocol tls_incomplete_chain malformed_response"
    " too_many_redirects http_server_error http_client_error not_found empty application_error wrong_content",
    "unknown": "address_refused monitor_offline monitor_fault",
    "up": "body_too_large",
    "blocked": "blocked rate_limited",
    "maintenance": "maintenance",
}
BY_KIND = {kind: state for state, kinds in STATES.items() for kind in kinds.split()}


@pytest.mark.parametrize("kind", FailureKind)
def test_a_failure_says_the_state_of_the_table(kind) -> None:
    assert failed(kind, "x").state is State(BY_KIND[kind])


@pytest.mark.parametrize(
    ("kind", "party"), [("monitor_fault", "monitor"), ("connect_timeout", "network"), ("empty", "portal")]
)
def test_a_failure_is_put_down_to_its_usual_party(kind, party) -> None:
    assert failed(FailureKind(kind), "x").party is Party(party)


def test_the_party_can_be_named_where_the_detail_knows_better() -> None:
    assert failed(FailureKind.DNS_FAILURE, "x", party=Party.NETWORK).party is Party.NETWORK
