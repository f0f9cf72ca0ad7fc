"""A dispute of 上河村 walked to any stage, with words in it that nobody outside may ever see."""

from datetime import timedelta

from app import clock
from tests.cast import MEDIATOR, TRIAGE, VILLAGE_HEAD, WINDOW
from tests.journeys.walking import Walk, deploy_shipped

TITLE = "暗号标题砖墙滴水"
FACTS = "暗号事实：两家为了三十厘米的墙基争了一年。"
STATEMENT = "暗号陈述：只要他赔个不是，我愿意让出十厘米，这话不要告诉别人。"
FINDING = "暗号调查：老地契在祠堂里，界石在排水沟以东两步，他说不愿出面作证。"
TARGET = "暗号对象王老支书"
SECRETS = ("暗号", "王长河", "李大山")

STAGES = {
    "registered": "ut_accept_review",
    "dispatched": "ut_sign",
    "accepted": "ut_med_accept",
    "mediated": "ut_draft_agreement",
}
"""Each stage by the task that is open then."""


def walked(cast, stage: str = "mediated") -> Walk:
    """The case at this stage; in "mediated" one investigation and one session have been written down."""
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    walk = Walk(cast).register(WINDOW, title=TITLE, description=FACTS)
    walk.do("ut_accept_review", TRIAGE) if stage != "registered" else None
    if stage in ("accepted", "mediated"):
        walk.do("ut_triage_confirm", TRIAGE, "dispatch")
        walk.do("ut_sign", VILLAGE_HEAD, "sign")
        walk.do("ut_first_contact", VILLAGE_HEAD, "both_willing")
    elif stage == "dispatched":
        walk.do("ut_triage_confirm", TRIAGE, "dispatch")
    if stage == "mediated":
        _mediate(walk)
    assert STAGES[stage] in walk.open(), walk.open()
    return walk


def _mediate(walk: Walk) -> None:
    walk.do("ut_med_accept", VILLAGE_HEAD, "accept")
    walk.do("ut_rights_notice", MEDIATOR)
    walk.do("ut_mediator_assign", VILLAGE_HEAD)
    walk.until("2026-03-03 10:00")
    _session(walk, "continue", statements=[{"party": name, "statement": STATEMENT} for name in ("王长河", "李大山")],
             investigationTargets=[{"target": TARGET, "relation": "老邻居", "purpose": "地界在哪里"}])
    walk.do("ut_investigate", MEDIATOR, content=FINDING)
    _session(walk, "agreed_written")


def _session(walk: Walk, outcome: str, **said) -> None:
    begins = clock.local(clock.now()) + timedelta(hours=1)
    walk.do("ut_med_schedule", MEDIATOR, "schedule", at=f"{begins:%Y-%m-%dT%H:%M}")
    walk.until(f"{begins + timedelta(hours=1):%Y-%m-%d %H:%M}")
    walk.do("ut_med_session", MEDIATOR, outcome, **said)
