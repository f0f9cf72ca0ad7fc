"""A case of 上河村 that 李秀兰 mediates, with something of everything that a search looks through."""

from itertools import count

import pytest

from app import clock
from app.cases.models import CaseDocument
from app.db import db, unit_of_work
from tests import cast as people
from tests.cases.situations import CARD, a_case, with_party
from tests.instances.running import deploy
from tests.papers import samples
from tests.worklist.conftest import CHAIN
from tests.worklist.desk import Desk

NUMBER, PHONE = "990121ZZ20260000001", "13812345678"
PAPER_NUMBER = "(2026)上河村人调终字第3号"


@pytest.fixture
def desk(cast):
    deploy(CHAIN)
    return Desk(cast)


@pytest.fixture
def case(cast):
    found = a_case(case_no=NUMBER, tier="VILLAGE", title="宅基地边界纠纷", description="两家为一棵老槐树争了三年。", request="请求移走槐树。",
                   lead_unit_id=cast.unit("上河村"), committee_id=cast.unit("上河村人民调解委员会"),
                   handler_id=cast.user(people.VILLAGE_HEAD), mediator_id=cast.user(people.MEDIATOR))
    with_party(found, name="王长河", id_type="ID_CARD", id_no=CARD, phone=PHONE)
    with unit_of_work():
        db.session.add(CaseDocument(case_id=found.id, round=0, code="D20", title="终止调解告知书", number=PAPER_NUMBER,
                                    noted_at=clock.now()))
    return found


@pytest.fixture
def put(cast, case):
    """`put(title, level="SEALED", who=…, file_name=…)`: one paper of the case."""
    widths = count(40)

    def add(title: str, who: str = people.VILLAGE_HEAD, file_name: str = "照片.jpg", **said):
        return samples.brought(case, samples.picture(size=(next(widths), 30)), cast.actor(who), file_name, title=title, **said)

    return add
