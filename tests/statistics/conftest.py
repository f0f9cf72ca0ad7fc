import pytest

from app import clock
from tests.statistics.world import World


@pytest.fixture
def world(cast):
    """云溪县 on Monday, 2 March 2026, before the first case."""
    clock.move_to("2026-03-02 09:00")
    return World(cast)
