"""Makes visible again what a whole queue's move received and did not move."""

from __future__ import annotations

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.services.moving.operation import Operation


async def release(operation: Operation) -> None:
    """Release all originals that stayed and are held; what SQS refuses shows again by itself, in a while."""
    source, now = operation.order.source, operation.clock.monotonic()
    handles = [stayed.receipt_handle for stayed in operation.history.stayed.values() if stayed.until > now]
    if source is None:
        return
    try:
        gateway = operation.gateways(source)
        for start in range(0, len(handles), MAXIMUM_BATCH_ENTRIES):
            await gateway.change_visibility_batch(
                source.url, handles[start : start + MAXIMUM_BATCH_ENTRIES], 0
            )
    except SqsExplorerError as error:
        operation.end(error)
