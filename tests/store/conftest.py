"""An empty store in memory, made as the real one is."""

import pytest

from kpis.store import database


@pytest.fixture
def store():
    made = database.create()
    yield made
    made.close()
