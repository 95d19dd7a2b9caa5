"""Where something is about to happen and who one is there, as every confirmation says it."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.queues import QueueRef, arn_account_id
from sqs_explorer.domain.regions import region_name
from sqs_explorer.viewmodels.page_context import PageContext

NOT_KNOWN = "not known yet"


@dataclass(frozen=True, slots=True)
class Place:
    """A queue, its account, who AWS says one is there, region, connection, and the environment's tone.

    `account` has its alias behind it where that is known; `who` is "" until AWS has said so. `region` is the
    code. `endpoint_url` is what the connection calls instead of AWS, "" for AWS itself.
    """

    queue_name: str
    account: str
    who: str
    region: str
    connection: str
    environment: str
    endpoint_url: str = ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Labels and values for a dialog."""
        name = region_name(self.region)
        facts = (
            ("Queue", self.queue_name),
            ("Account", self.account or NOT_KNOWN),
            ("User or role", self.who or NOT_KNOWN),
            ("Region", self.region if name == self.region else f"{name} {self.region}"),
            ("Connection", self.connection),
        )
        return (*facts, ("Endpoint URL", self.endpoint_url)) if self.endpoint_url else facts

    @property
    def words(self) -> str:
        """All but the queue in one line: `demo · 000000000000 · user/demo · eu-west-1`."""
        parts = (self.connection, self.account, self.who, self.region)
        return " · ".join(part for part in parts if part)


def place_of(context: PageContext) -> Place:
    """Return where a page's queue is."""
    attributes, spec, queue = context.attributes, context.spec, context.queue
    identity = context.identity
    account = queue_account(queue, attributes.arn if attributes else "", identity)
    return Place(
        queue_name=queue.name,
        account=account,
        who=_who(identity, account),
        region=queue.region,
        connection=spec.title if spec else queue.connection_id,
        environment=context.environment.tone,
        endpoint_url=context.catalogue.endpoint_url(queue.connection_id),
    )


def queue_account(queue: QueueRef, arn: str, identity: Identity | None) -> str:
    """Return the account that owns a queue, with its alias if it is one's own; "" if nobody knows."""
    account = queue.account_id or (arn_account_id(arn) if arn else "")
    if identity is not None and account in {"", identity.account_id}:
        return identity.account_words
    return account


def far_place_words(queue: QueueRef, spec: ConnectionSpec | None, arn: str, identity: Identity | None) -> str:
    """Return connection, account, who one is, region and environment of a queue elsewhere, in one line."""
    account = queue_account(queue, arn, identity)
    title = spec.title if spec else queue.connection_id
    environment = spec.environment.value if spec else ""
    parts = (title, account, _who(identity, account), queue.region, environment)
    return " · ".join(part for part in parts if part)


def _who(identity: Identity | None, account: str) -> str:
    """Return user or role; with its own account where the queue belongs to another."""
    if identity is None:
        return ""
    own = identity.account_words
    return identity.short_name if own == account else f"{identity.short_name} of {own}"
