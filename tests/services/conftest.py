"""The small province of tests.ledger in a store of its own."""

import pytest

from tests.ledger import filled


@pytest.fixture
def store():
    made = filled()
    yield made
    made.close()
