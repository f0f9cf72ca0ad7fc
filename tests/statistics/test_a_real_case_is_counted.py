"""S2 of the handbook through its real processes: what each step leaves for the statistics."""

import sqlalchemy as sa

from app import clock
from app.db import db
from app.identity.models import OrgUnit
from app.statistics import figures, period, places
from app.statistics.models import Milestone
from tests.cast import ARCHIVIST, CALLBACK, MEDIATOR, TOWN_DIRECTOR, VILLAGE_HEAD, WINDOW
from tests.journeys.test_s2_from_window_to_archive import (
    MORNING_OF_THE_FIRST_DAY,
    RESPONDENT_ID,
    evening_of_the_next_timer,
)
from tests.journeys.walking import Walk, deploy_shipped


def walked(cast) -> Walk:
    """Everything in time: mediated and approved on Wednesday, followed up, rated, archived."""
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    walk = Walk(cast)
    walk.register(WINDOW)
    walk.take(MORNING_OF_THE_FIRST_DAY)
    walk.do("ut_med_schedule", MEDIATOR, "schedule", at="2026-03-04T09:00")
    walk.until("2026-03-04 11:00")
    walk.do("ut_med_session", MEDIATOR, "agreed_written")
    walk.do("ut_draft_agreement", MEDIATOR, contacts=[RESPONDENT_ID])
    if "ut_draft_agreement" in walk.open():
        walk.do("ut_draft_agreement", MEDIATOR, contacts=[RESPONDENT_ID])
    walk.do("ut_agreement_review", VILLAGE_HEAD, "pass")
    walk.do("ut_sign_agreement", MEDIATOR, "effective")
    walk.do("ut_result_submit", VILLAGE_HEAD, agreementNo=walk.case().agreement_no)
    walk.do("ut_result_review", TOWN_DIRECTOR, "approve")
    while "ut_callback" not in walk.open():
        walk.until(evening_of_the_next_timer(walk))
        for element, who, outcome in (("ut_perform_check", MEDIATOR, "ok"), ("ut_revisit", CALLBACK, "fine")):
            if element in walk.open():
                walk.do(element, who, outcome)
    walk.do("ut_callback", CALLBACK, "rated")
    walk.do("ut_file_check", ARCHIVIST, "complete")
    walk.do("ut_file_archive", ARCHIVIST)
    return walk


def of_the_year(name: str = "云溪县") -> dict:
    unit = db.session.scalar(sa.select(OrgUnit).where(OrgUnit.name == name))
    return figures.compute(period.of("2026"), places.of(unit))


def test_a_case_leaves_one_milestone_for_each_thing_that_is_counted(cast):
    walk = walked(cast)
    left = list(db.session.scalars(sa.select(Milestone.kind).where(Milestone.case_id == walk.case_id).order_by(Milestone.id)))
    kinds = [kind for kind in left if kind != "SLIP"]
    assert sorted(set(kinds)) == ["ACCEPTED", "ANSWERED", "ARCHIVED", "CLOSED", "DISPATCHED", "DUE", "INVITED", "MEDIATED",
                                  "NUMBERED", "RATED", "SIGNED", "SOLVED"]
    assert [kind for kind in kinds if kinds.count(kind) > 1 and kind != "DUE"] == []
    found = of_the_year()
    assert {key: found[key] for key in ("n_reg", "n_acc", "n_closed", "n_res", "r_res", "r_succ", "r_ontime", "r_ontime_plain",
                                        "r_sign", "r_first", "r_rate", "r_sat", "r_perf", "n_over", "n_reopen", "n_obj")} == {
        "n_reg": 1, "n_acc": 1, "n_closed": 1, "n_res": 1, "r_res": 1, "r_succ": 1, "r_ontime": 1, "r_ontime_plain": 1,
        "r_sign": 1, "r_first": 1, "r_rate": 1, "r_sat": 1, "r_perf": 1, "n_over": 0, "n_reopen": 0, "n_obj": 0}
    assert of_the_year("上河村")["n_closed"] == 1
    assert of_the_year("白石镇")["n_reg"] == 0
