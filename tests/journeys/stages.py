"""How far a case has come: each function walks it to the next station, the shortest way."""

from app import clock
from tests.journeys.walking import Walk

HEAD, MEDIATOR = "wang.jianguo", "li.xiulan"
PAPERS = {"partyName": "李大山", "idType": "ID_CARD", "idNo": "99012119700512102X"}


def accepted(walk: Walk, **inputs) -> Walk:
    walk.register("zhou.min", **inputs)
    walk.do("ut_accept_review", "lin.fang")
    return walk


def dispatched(walk: Walk, parties: list | None = None, **triage) -> Walk:
    accepted(walk, **({"parties": parties} if parties else {})).do("ut_triage_confirm", "lin.fang", "dispatch", **triage)
    return walk


def signed(walk: Walk, **triage) -> Walk:
    dispatched(walk, **triage).do("ut_sign", HEAD, "sign")
    return walk


def handled(walk: Walk, **triage) -> Walk:
    """Both sides are willing; the committee is asked."""
    signed(walk, **triage).do("ut_first_contact", HEAD, "both_willing")
    return walk


def in_mediation(walk: Walk, **triage) -> Walk:
    """The first session is planned for the day after tomorrow."""
    handled(walk, **triage).take("""
        ut_med_accept wang.jianguo accept
        ut_rights_notice li.xiulan
        ut_mediator_assign wang.jianguo
        ut_med_schedule li.xiulan schedule
    """)
    return walk


def agreed(walk: Walk, **triage) -> Walk:
    """A written agreement, reported and waiting for review."""
    in_mediation(walk, **triage).do("ut_med_session", MEDIATOR, "agreed_written")
    return written_down(walk)


def written_down(walk: Walk, reviewer: str = HEAD) -> Walk:
    walk.do("ut_draft_agreement", MEDIATOR, contacts=[PAPERS])
    walk.do("ut_agreement_review", reviewer, "pass")
    walk.do("ut_sign_agreement", MEDIATOR, "effective")
    walk.do("ut_result_submit", HEAD, agreementNo=walk.case().agreement_no)
    return walk


def settled(walk: Walk, **triage) -> Walk:
    """The parties had settled before anybody came; reported and approved."""
    signed(walk, **triage).do("ut_first_contact", HEAD, "settled")
    return reported_settled(walk)


def reported_settled(walk: Walk, handler: str = HEAD) -> Walk:
    walk.do("ut_result_submit", handler, result="SETTLED", agreementNo=None, agreementAmount=None, jcWanted=None,
            performance="FULL", performDueAt=None)
    walk.do("ut_result_review", "zhao.gang", "approve")
    return walk


def waiting_for_ratings(walk: Walk) -> Walk:
    """Every revisit was fine; both parties have been asked what they think."""
    while "msg_rated" not in walk.waiting():
        day = f"{clock.local(max(clock.now(), walk.next_due())):%Y-%m-%d} 18:00"
        walk.until(day)
        for element, who, outcome in (("ut_perform_check", MEDIATOR, "ok"), ("ut_revisit", "he.ping", "fine")):
            if element in walk.open():
                walk.do(element, who, outcome)
    return walk


def called_back(walk: Walk, reason: str, contacted: bool) -> Walk:  # noqa: FBT001 what the party says
    """Nobody rated in seven days; on the phone the party says what is wrong."""
    waiting_for_ratings(settled(walk))
    walk.until(f"{clock.local(walk.next_due()):%Y-%m-%d} 18:00")
    walk.do("ut_callback", "he.ping", "rated", calledRating="1", calledResolved=False, said="墙还在原地，没有人来处理过。",
            calledReason=reason, contacted=contacted)
    return walk


def rated_well(walk: Walk) -> Walk:
    """Both parties are content: the case is closed, the file waits."""
    for party in ("王长河", "李大山"):
        walk.bring("msg_rated", "hotline", rating="5", resolved=True, contacted=True, party=party)
    return walk
