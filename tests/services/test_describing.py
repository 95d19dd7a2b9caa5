"""A queue's attributes in words: every one, also those the program has never heard of."""

from datetime import UTC, datetime

from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.describing import describe_queue

STANDARD = QueueRef("dev", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/123456789012/OrderQueue")
FIFO = QueueRef("dev", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/123456789012/A.fifo")


def words(queue: QueueRef = STANDARD, **raw: str) -> dict[str, str]:
    attributes = QueueAttributes(arn="arn:aws:sqs:eu-west-1:123456789012:OrderQueue", raw=raw)
    return {line.name: line.value for line in describe_queue(queue, attributes)}


def test_durations_and_counts_are_in_words() -> None:
    shown = words(
        VisibilityTimeout="30",
        MessageRetentionPeriod="345600",
        DelaySeconds="0",
        ReceiveMessageWaitTimeSeconds="20",
        ApproximateNumberOfMessages="18204",
    )
    assert shown["Visibility timeout"] == "30 s"
    assert shown["Message retention"] == "4 d"
    assert shown["Delay"] == "0 s"
    assert shown["Receive wait"] == "20 s"
    assert shown["Available, about"] == "18,204"


def test_what_the_server_leaves_out_is_not_made_up() -> None:
    shown = words()
    assert set(shown) == {"Type", "Encryption", "ARN", "URL"}
    assert shown["Encryption"] == "The server does not say"


def test_encryption_names_the_key_and_does_not_repeat_its_reuse() -> None:
    shown = words(KmsMasterKeyId="alias/orders", KmsDataKeyReusePeriodSeconds="300")
    assert shown["Encryption"] == "SSE-KMS, key alias/orders, data key reused for 5 min"
    assert "KmsDataKeyReusePeriodSeconds" not in shown
    assert words(SqsManagedSseEnabled="true")["Encryption"] == "SSE-SQS"
    assert words(SqsManagedSseEnabled="false")["Encryption"] == "None"


def test_fifo_attributes_are_explained() -> None:
    shown = words(
        FIFO,
        FifoQueue="true",
        ContentBasedDeduplication="true",
        DeduplicationScope="messageGroup",
        FifoThroughputLimit="perMessageGroupId",
    )
    assert shown["Type"] == "FIFO"
    assert shown["Content-based deduplication"] == "On: SHA-256 of the body"
    assert shown["Deduplication scope"] == "Each message group"
    assert shown["Throughput limit"] == "For each message group (high throughput)"


def test_the_redrive_allow_policy_names_queues() -> None:
    arns = '["arn:aws:sqs:eu-west-1:1:A","arn:aws:sqs:eu-west-1:1:B"]'
    by_queue = f'{{"redrivePermission":"byQueue","sourceQueueArns":{arns}}}'
    assert words(RedriveAllowPolicy=by_queue)["May be a DLQ of"] == "A, B"
    assert words(RedriveAllowPolicy='{"redrivePermission":"denyAll"}')["May be a DLQ of"] == "No queue"
    assert words(RedriveAllowPolicy="not json")["May be a DLQ of"] == "not json"


def test_an_unknown_attribute_is_shown_as_it_came_and_last() -> None:
    attributes = QueueAttributes(arn="arn", raw={"BrandNew": "x", "VisibilityTimeout": "30"})
    lines = describe_queue(STANDARD, attributes)
    assert (lines[-1].name, lines[-1].value, lines[-1].attribute) == ("BrandNew", "x", "BrandNew")


def test_times_are_shown_once_in_words_with_the_raw_seconds_kept() -> None:
    created = datetime(2024, 3, 2, 9, 14, tzinfo=UTC)
    raw = {"CreatedTimestamp": str(int(created.timestamp()))}
    lines = describe_queue(STANDARD, QueueAttributes(arn="arn", created_at=created, raw=raw))
    (line,) = [line for line in lines if line.attribute == "CreatedTimestamp"]
    assert "Mar 2024" in line.value
    assert line.raw == raw["CreatedTimestamp"]
