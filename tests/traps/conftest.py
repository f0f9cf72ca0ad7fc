import pytest

from app import clock
from tests.journeys.walking import Walk, deploy_shipped
from tests.traps.attempts import Attempts


@pytest.fixture
def attempts(app, cast) -> Attempts:
    """A Monday morning at the window, the shipped bundle deployed."""
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Attempts(app, cast, Walk(cast))
