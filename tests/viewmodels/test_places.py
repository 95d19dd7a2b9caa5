"""Where something happens and who one is there: never from the profile's name."""

from __future__ import annotations

from sqs_explorer.domain.connections import ConnectionSpec, Environment, Identity
from sqs_explorer.domain.destroying import asks_for_name
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.places import Place, far_place_words, queue_account

OWN = Identity("111122223333", "arn:aws:iam::111122223333:user/anna", alias="orders-prod")
QUEUE = QueueRef("prod", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/111122223333/OrderQueue")
FOREIGN = QueueRef("prod", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/999999999999/Theirs")


def test_a_queue_of_ones_own_account_carries_the_alias_and_one_of_another_does_not() -> None:
    assert queue_account(QUEUE, "", OWN) == OWN.account_words
    assert queue_account(FOREIGN, "", OWN) == "999999999999"
    assert queue_account(QUEUE, "", None) == "111122223333"


def test_a_far_queue_names_connection_account_identity_region_and_environment() -> None:
    spec = ConnectionSpec("prod", ("eu-west-1",), Environment.PRODUCTION)
    words = far_place_words(FOREIGN, spec, "", OWN)
    assert words == f"prod · 999999999999 · user/anna of {OWN.account_words} · eu-west-1 · Production"


def test_what_is_not_known_is_said() -> None:
    place = Place("OrderQueue", "", "", "xx-made-up-1", "prod", "prod", "http://localhost:4566")
    facts = dict(place.facts)
    assert facts["Account"] == facts["User or role"] == "not known yet"
    assert facts["Region"] == "xx-made-up-1"
    assert facts["Endpoint URL"] == "http://localhost:4566"
    assert place.words == "prod · xx-made-up-1"


def test_production_asks_for_the_name_ten_times_sooner() -> None:
    assert not asks_for_name(10, Environment.PRODUCTION)
    assert asks_for_name(11, Environment.PRODUCTION)
    assert not asks_for_name(100, Environment.TEST)
    assert asks_for_name(101, Environment.DEVELOPMENT)
