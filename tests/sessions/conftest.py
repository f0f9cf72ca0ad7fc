import pytest

from app import clock
from app.db import db
from app.sessions.models import MediationSession
from tests.journeys.stages import handled
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.walk_answers import answers_for


@pytest.fixture
def walk(cast):
    """A case of 上河村 that 李秀兰 is to plan a session for; it is Monday, the second of March."""
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    return ready_to_plan(cast)


def ready_to_plan(cast, surname: str = "") -> Walk:
    """With a surname, a dispute of other people."""
    parties = answers_for(REGISTER, "submit")["parties"]
    others = [{**party, "name": f"{surname}{name}", "idNo": None, "idLater": True} for party, name in
              zip(parties, ("大海", "小溪"), strict=True)]
    walk = handled(Walk(cast), parties=others if surname else parties)
    walk.take("""
        ut_med_accept wang.jianguo accept
        ut_rights_notice li.xiulan
        ut_mediator_assign wang.jianguo
    """)
    return walk


def plan(walk: Walk, at: str, **said) -> None:
    walk.do("ut_med_schedule", "li.xiulan", "schedule", at=f"{at.replace(' ', 'T')}", **said)


def sessions() -> list[MediationSession]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(MediationSession).order_by(MediationSession.id)))
