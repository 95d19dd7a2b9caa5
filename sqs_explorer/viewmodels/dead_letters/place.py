"""Where a dialog's deed happens: connection, account and region in one line."""

from __future__ import annotations

from sqs_explorer.domain.queues import arn_account_id
from sqs_explorer.viewmodels.page_context import PageContext


def place_words(context: PageContext) -> str:
    """Return `demo · 000000000000 · eu-west-1`; the account is left out where it is not known."""
    attributes, spec, queue = context.attributes, context.spec, context.queue
    account = queue.account_id or (arn_account_id(attributes.arn) if attributes else "")
    title = spec.title if spec else queue.connection_id
    return " · ".join(part for part in (title, account, queue.region) if part)
