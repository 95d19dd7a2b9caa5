"""MD5s are compared on the way out and on the way in, because boto3 compares none."""

import pytest

from sqs_explorer.domain.checksums import md5_of_attributes, md5_of_body
from sqs_explorer.domain.errors import ChecksumMismatch
from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, ReceivedMessage, SentMessage
from sqs_explorer.services.verifying import verify_received, verify_sent

ATTRIBUTES = (MessageAttribute("kind", "String", "order"),)
BODY_MD5 = md5_of_body("hello")
ATTRIBUTES_MD5 = md5_of_attributes(ATTRIBUTES)
WRONG = "0" * 32


@pytest.mark.parametrize(
    ("attributes", "body_md5", "attributes_md5", "what"),
    [
        (ATTRIBUTES, WRONG, ATTRIBUTES_MD5, "body"),
        (ATTRIBUTES, "", ATTRIBUTES_MD5, "body"),
        (ATTRIBUTES, BODY_MD5, WRONG, "attributes"),
        (ATTRIBUTES, BODY_MD5, "", "attributes"),
        ((), BODY_MD5, ATTRIBUTES_MD5, "attributes"),
    ],
)
def test_an_answer_that_does_not_fit_what_was_sent_is_a_mismatch(
    attributes: tuple[MessageAttribute, ...], body_md5: str, attributes_md5: str, what: str
) -> None:
    with pytest.raises(ChecksumMismatch) as caught:
        verify_sent(OutgoingMessage("hello", attributes), SentMessage("id", body_md5, attributes_md5))
    assert caught.value.what == what


@pytest.mark.parametrize(
    ("attributes", "attributes_md5"), [(ATTRIBUTES, ATTRIBUTES_MD5), ((), ""), ((), md5_of_body(""))]
)
def test_an_answer_that_fits_is_taken(attributes: tuple[MessageAttribute, ...], attributes_md5: str) -> None:
    verify_sent(OutgoingMessage("hello", attributes), SentMessage("id", BODY_MD5, attributes_md5))


def received(body_md5: str, attributes_md5: str) -> ReceivedMessage:
    return ReceivedMessage("id", "handle", "hello", body_md5, ATTRIBUTES, attributes_md5)


def test_a_received_message_without_md5s_is_taken() -> None:
    verify_received(received("", ""))
    verify_received(received(BODY_MD5, ATTRIBUTES_MD5))


@pytest.mark.parametrize(
    ("body_md5", "attributes_md5", "what"), [(WRONG, "", "body"), (BODY_MD5, WRONG, "attributes")]
)
def test_a_received_message_with_a_wrong_md5_is_a_mismatch(
    body_md5: str, attributes_md5: str, what: str
) -> None:
    with pytest.raises(ChecksumMismatch) as caught:
        verify_received(received(body_md5, attributes_md5))
    assert caught.value.what == what
