"""S2 of the handbook: two neighbours and thirty centimetres of wall, from the window to the archive.

Eight people do it, each their own part; one step is late and draws 提示, 催办 and 督办; the officers of another village and
another town never see anything.
"""

import pytest

from app import clock
from app.cases import case_search
from app.cases import queries as cases
from app.cases.case_search import Search
from app.db import db
from app.errors import Conflict, Forbidden, NotFound
from app.supervision.models import Slip
from app.worklist import actions, queries
from app.worklist import permissions as tasks
from app.worklist.models import HumanTask, TaskCandidate
from app.worklist.queries import Filters
from tests.cast import (
    ARCHIVIST,
    CALLBACK,
    MEDIATOR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    SUPERVISOR,
    TOWN_DIRECTOR,
    TRIAGE,
    VILLAGE_HEAD,
    WINDOW,
)
from tests.journeys.walking import Walk, deploy_shipped

PEOPLE = (WINDOW, TRIAGE, VILLAGE_HEAD, MEDIATOR, TOWN_DIRECTOR, CALLBACK, ARCHIVIST, SUPERVISOR)
STRANGERS = (OTHER_VILLAGE, OTHER_TOWN)
RESPONDENT_ID = {"partyName": "李大山", "idType": "ID_CARD", "idNo": "99012119700512102X"}

MORNING_OF_THE_FIRST_DAY = """
    ut_accept_review lin.fang
    ut_triage_confirm lin.fang dispatch
    ut_sign wang.jianguo sign
    ut_first_contact wang.jianguo both_willing
    ut_med_accept wang.jianguo accept
    ut_rights_notice li.xiulan
    ut_mediator_assign wang.jianguo
"""
AGREED = """
    ut_agreement_review wang.jianguo pass
    ut_sign_agreement li.xiulan effective
"""


class GuardedWalk(Walk):
    """Before every step it looks who could take it, and that the officers of other places see nothing."""

    def do(self, element, who, outcome="done", **overrides):
        self.only_the_right_ones_may(element, who)
        super().do(element, who, outcome, **overrides)
        self.nobody_else_sees_it()

    def only_the_right_ones_may(self, element, who):
        task = self.task(element)
        takers = {name for name in PEOPLE if task.id in self.todo(name)}
        assert who in takers, f"{element} is for {takers}"
        assert takers <= MAY_TAKE.get(element, {who}), f"{element} is for {takers}"
        for other in sorted(set(PEOPLE) - takers)[:3]:
            with pytest.raises((NotFound, Forbidden, Conflict)):
                actions.complete(task.id, {}, self.actor(other))
            db.session.rollback()

    def todo(self, name) -> set[int]:
        actor = self.actor(name)
        return {row.id for box in ("mine", "pool") for row in queries.worklist(actor, box, Filters(), 1, 100).items}

    def nobody_else_sees_it(self):
        case = self.case()
        every_task = [task_id for (task_id,) in db.session.query(HumanTask.id).filter_by(case_id=self.case_id, status="OPEN")]
        for name in STRANGERS:
            actor = self.actor(name)
            assert [queries.worklist(actor, box, Filters()).items for box in queries.BOXES] == [[]] * len(queries.BOXES)
            assert [case_search.find(actor, Search(text=text)).items for text in (None, case.case_no, "王长河")] == [[], [], []]
            with pytest.raises(NotFound):
                cases.case_for(case.case_no, actor)
            for task_id in every_task:
                with pytest.raises(NotFound):
                    tasks.task_for(task_id, actor)


MAY_TAKE = {
    "ut_rights_notice": {MEDIATOR, VILLAGE_HEAD},
    "ut_supervise_feedback": {MEDIATOR, VILLAGE_HEAD},
    "ut_result_review": {TOWN_DIRECTOR},
    "ut_revisit": {MEDIATOR, VILLAGE_HEAD, CALLBACK},
}
"""Where more than one of the eight may take a task; the village head is a mediator, too."""


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return GuardedWalk(cast)


def handled(walk) -> GuardedWalk:
    """Up to the approval of the result; the mediator lets the week pass that a common dispute may take."""
    walk.register(WINDOW)
    walk.take(MORNING_OF_THE_FIRST_DAY)
    walk.until("2026-03-03 10:00")
    walk.do("ut_med_schedule", MEDIATOR, "schedule", at="2026-03-06T14:00")
    walk.until("2026-03-06 16:00")
    walk.do("ut_med_session", MEDIATOR, "continue")
    walk.until("2026-03-09 09:00")
    walk.do("ut_urge_feedback", VILLAGE_HEAD)
    walk.until("2026-03-10 10:00")
    walk.do("ut_supervise_feedback", VILLAGE_HEAD)
    walk.do("ut_supervise_check", SUPERVISOR, "release")
    walk.do("ut_supervise_release", SUPERVISOR)
    walk.do("ut_med_schedule", MEDIATOR, "schedule", at="2026-03-11T09:00")
    walk.until("2026-03-11 14:00")
    walk.do("ut_med_session", MEDIATOR, "agreed_written")
    walk.do("ut_draft_agreement", MEDIATOR)
    walk.do("ut_draft_agreement", MEDIATOR, contacts=[RESPONDENT_ID])  # the first draft lacked his papers
    walk.take(AGREED)
    walk.do("ut_result_submit", VILLAGE_HEAD, agreementNo=walk.case().agreement_no)
    walk.do("ut_result_review", TOWN_DIRECTOR, "approve")
    return walk


def archived(walk) -> GuardedWalk:
    """From the approval on: the wall is checked, the parties are visited and called, the file is closed."""
    handled(walk)
    while "ut_callback" not in walk.open():
        walk.until(evening_of_the_next_timer(walk))
        for element, who, outcome in (("ut_perform_check", MEDIATOR, "ok"), ("ut_revisit", CALLBACK, "fine")):
            if element in walk.open():
                walk.do(element, who, outcome)
    walk.do("ut_callback", CALLBACK, "rated")
    walk.do("ut_file_check", ARCHIVIST, "complete")
    walk.do("ut_file_archive", ARCHIVIST)
    return walk


def evening_of_the_next_timer(walk) -> str:
    return f"{clock.local(max(clock.now(), walk.next_due())):%Y-%m-%d} 18:00"


def test_eight_people_take_it_from_the_window_to_the_archive(walk):
    archived(walk)
    assert walk.slips() == [("03-06 08:30", "PROMPT"), ("03-09 08:30", "URGE"), ("03-09 17:30", "URGE"),
                            ("03-10 08:30", "SUPERVISE1")]
    assert walk.statuses() == ["ACCEPTED", "TRIAGED", "DISPATCHED", "SIGNED", "HANDLING", "RESULT_REVIEW",
                               "PERFORMING", "RESOLVED", "CLOSED", "ARCHIVED"]
    assert walk.documents() == ["D02", "D07", "D07", "D08", "D14", "D13", "D14", "D14", "D27", "D28"]
    assert walk.case().agreement_no == "(2026)上河村人调字第1号"
    assert walk.case().satisfaction == 4
    nothing_is_left_of_it(walk)
    the_timeline_is_whole(walk)


def nothing_is_left_of_it(walk):
    assert walk.instances() == {"dispute_main": ["ENDED"], "supervision": ["ENDED"]}
    assert (walk.waiting(), walk.open(), walk.incidents()) == ([], set(), [])
    assert walk.light() == "BLUE"
    assert cases.live_clocks(walk.case_id) == []
    assert db.session.query(TaskCandidate).count() == 0


def the_timeline_is_whole(walk):
    """Every task has the line of who did it, every slip and station its own, and nothing stands out of time."""
    lines = walk.lines()
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    done = db.session.query(HumanTask).filter_by(case_id=walk.case_id, status="DONE").order_by(HumanTask.id)
    wanted = sorted((task.element, task.done_by_id, task.done_at) for task in done)
    assert sorted((line.element, line.actor_id, line.at) for line in lines if line.kind == "TASK") == wanted
    assert len({who for _, who, _ in wanted}) == len(PEOPLE)
    opened = [line.element for line in lines if line.kind == "TASK_OPEN"]
    every_task = db.session.query(HumanTask.element).filter_by(case_id=walk.case_id)
    assert sorted(opened) == sorted(element for (element,) in every_task)
    issued = [line.details["slip"] for line in lines if "slip" in (line.details or {})]
    assert issued == [slip.slip_no for slip in db.session.query(Slip).order_by(Slip.id)]
    assert [line.text for line in lines if line.kind == "END"] == ["流程结束：督办结束。", "流程结束：已归档。"]
