"""What an endpoint's host tells: whether AWS itself stands behind it; and the refusal of plain http."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqs_explorer.domain.endpoints import is_loopback, is_plain_beyond_this_machine, origin
from sqs_explorer.domain.errors import InvalidInput

__all__ = ["is_aws", "is_loopback", "is_plain_beyond_this_machine", "refuse_password", "refuse_plain"]

_AWS_DOMAINS = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "on.aws",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
)
_RENTED_OUT = frozenset({"compute", "compute-1", "elb", "execute-api", "lambda-url"})
_OTHERS_SERVICE = "vpce-svc-"
"""So the ID of an endpoint service begins that a customer offers to others through PrivateLink."""


def is_aws(endpoint_url: str) -> bool:
    """Whether the endpoint is one of AWS's own: other servers answer for all services at one address.

    What runs on a machine, a load balancer or a function that AWS rents out is another's.
    """
    host = (urlsplit(endpoint_url).hostname or "").rstrip(".")
    labels = host.split(".")
    if not _RENTED_OUT.isdisjoint(labels) or any(label.startswith(_OTHERS_SERVICE) for label in labels):
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in _AWS_DOMAINS)


def refuse_password(endpoint_url: str) -> None:
    """Raise InvalidInput if an endpoint holds a user or a password: it is shown, and kept in the activity."""
    if "@" in urlsplit(endpoint_url).netloc:
        raise InvalidInput(
            "Endpoint URL",
            "Leave out user and password where the endpoint is set: credentials come from the profile.",
        )


def refuse_plain(url: str, agreed_endpoints: frozenset[str]) -> None:
    """Raise InvalidInput if a request would go out unencrypted and nobody agreed to that for its server."""
    if not is_plain_beyond_this_machine(url):
        return
    server = origin(url)
    if server not in {origin(agreed) for agreed in agreed_endpoints}:
        raise InvalidInput(
            "Endpoint URL",
            f"Calls to {server} would not be encrypted: everyone on the way could read messages and session "
            "tokens. Agree to that in Connections, or use https.",
        )
