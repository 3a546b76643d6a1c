"""The program's own words in another language."""

from collections.abc import Iterator

import pytest

from annotations import messages
from annotations.messages import tr, trn


@pytest.fixture
def arabic() -> Iterator[None]:
    messages.use("ar")
    yield
    messages.use("en")


def test_a_message_is_said_in_english_at_first() -> None:
    assert tr("Not found: {query}.", query="قلم") == "Not found: قلم."
    assert trn("{n} hit", "{n} hits", 1) == "1 hit"
    assert trn("{n} hit", "{n} hits", 0) == "0 hits"


@pytest.mark.usefixtures("arabic")
def test_a_message_is_looked_up_in_the_catalogue() -> None:
    assert tr("Not found: {query}.", query="قلم") == "لم يوجد: \u2068قلم\u2069."


@pytest.mark.usefixtures("arabic")
def test_what_is_in_no_catalogue_is_said_in_english() -> None:
    assert tr("no such message {n}", n=1) == "no such message 1"
