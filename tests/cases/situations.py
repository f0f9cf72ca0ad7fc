"""Cases in a given situation, for the tests of this package."""

from types import SimpleNamespace

from app import clock
from app.cases import clocks, reactions
from app.cases.models import Case, CaseClock, ClockChange, Party, TimelineEntry
from app.db import db, unit_of_work
from app.identity.actor import Actor

UPPER_RIVER = "990121100200"
OFFICER = Actor(7, "李秀兰", "li.xiulan")
CARD, ANOTHER_CARD, CHILDS_CARD = "11010119900307803X", "110101198001011232", "110101201501011233"


def a_case(**values) -> Case:
    """A registered case of 上河村, committed."""
    usual = {"created_at": clock.now(), "registered_at": clock.now(), "region_code": UPPER_RIVER, "status": "REGISTERED",
             "title": "宅基地边界纠纷", "subject": "HOUSE_HOMESTEAD", "facts": {}}
    with unit_of_work():
        case = Case(**{**usual, **values})
        db.session.add(case)
    return case


def with_party(case: Case, role: str = "APPLICANT", name: str = "张三", **values) -> Party:
    with unit_of_work():
        party = Party(case_id=case.id, position=len(case.parties), role=role, name=name, **values)
        db.session.add(party)
    db.session.refresh(case)
    return party


def desk_of(case: Case):
    return clocks.of(case.id, clock.now(), OFFICER)


def start(case: Case, clock_id: str, **how) -> CaseClock:
    with unit_of_work():
        return clocks.start(desk_of(case), clock_id, **how)


def context_of(case: Case, element: str = "st_service", step: str = "1", instance_id: int = 1):
    """What an operator is told of the step that calls it."""
    call = SimpleNamespace(operator="", parameters={}, element=element, name="", process="p", step=step)
    return SimpleNamespace(case_id=case.id, instance_id=instance_id, now=clock.now(), actor=OFFICER, call=call, taken="")


def complete(case: Case, element: str = "ut_progress", actor=OFFICER, **answers) -> None:
    with unit_of_work():
        reactions.take_answers(case.id, element, answers, actor, clock.now(), name=element)


def lines_of(case: Case) -> list[str]:
    return [entry.text for entry in entries_of(case)]


def entries_of(case: Case) -> list[TimelineEntry]:
    return list(db.session.scalars(
        db.select(TimelineEntry).where(TimelineEntry.case_id == case.id).order_by(TimelineEntry.id)))


def changes_of(case: Case) -> list[ClockChange]:
    return list(db.session.scalars(
        db.select(ClockChange).where(ClockChange.case_id == case.id).order_by(ClockChange.id)))
