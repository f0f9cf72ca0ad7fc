import pytest

from app import clock
from app.db import unit_of_work
from app.documents import actions
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped

RESPONSIBILITY = "李大山翻建围墙越过界石，承担拆除和恢复的责任；王长河没有责任。"


@pytest.fixture
def walk(cast):
    """A case that begins on a Monday morning."""
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    return Walk(cast)


@pytest.fixture
def agreed(walk):
    """A written agreement between 王长河 and 李大山, mediated by 李秀兰, reported and waiting for review."""
    return stages.agreed(walk)


@pytest.fixture
def type_in():
    """`type_in(walk, key, who, court=…)`: what no form holds, typed for the document."""
    def typed(walk, key: str, who: str, noted: int | None = None, **values):
        with unit_of_work():
            actions.type_in(walk.case().case_no, key, noted, values, walk.actor(who))

    return typed
