"""Before a plan becomes a session: is the room free, is a mediator somewhere else at that time."""

import sqlalchemy as sa

from app import clock
from app.cases import thresholds
from app.cases.models import Case
from app.cases.record_fields import moment
from app.db import db
from app.errors import Invalid
from app.identity.models import User
from app.instances import queries as instances
from app.sessions import rooms, rules, words
from app.sessions.models import MediationSession, SessionMediator


def must_be_free(completed) -> None:
    """Raises Invalid with a sentence for the field `room` when it is taken: nobody can sit there twice. A mediator's other
    session is a warning: with `clashAccepted` in the answers it stands."""
    answers = completed.answers
    if answers.get("at") is None:
        return
    case = db.session.get(Case, completed.case_id)
    begins = moment(answers["at"])
    ends = rules.ends_at(begins, answers.get("sessionMinutes"), thresholds.value("sessionMinutes"))
    wrong = _room_problems(case, answers.get("room"), begins, ends)
    if not answers.get("clashAccepted"):
        wrong |= _mediator_problems(case, completed.instance_id, begins, ends)
    if wrong:
        raise Invalid(errors=wrong)


def _room_problems(case: Case, named, begins, ends) -> dict:
    room = rooms.named(case, named)
    if room is None:
        return {}
    rooms.hold(room)
    taken = db.session.scalar(_meanwhile(case, begins, ends).where(MediationSession.room_id == room.id).limit(1))
    if taken is None:
        return {}
    return {"room": [f"这间调解室{_span(taken)}已经排了另一场调解，请换一间，或者换个时间。"]}


def _mediator_problems(case: Case, instance_id: int, begins, ends) -> dict:
    known = instances.variables_of(instance_id)
    people = rules.people_in(known.get("host"), known.get("mediators")) or rules.people_in(case.mediator_id)
    found = db.session.execute(
        _meanwhile(case, begins, ends).join(SessionMediator, SessionMediator.session_id == MediationSession.id)
        .join(User, User.id == SessionMediator.user_id).add_columns(User.name)
        .where(SessionMediator.user_id.in_(people), SessionMediator.begins_at > begins - rules.LONGEST,
               SessionMediator.begins_at < ends).limit(1)).first()
    if found is None:
        return {}
    return {"clashAccepted": [f"{found.name}{_span(found[0])}另有一场调解。请换个时间；已经安排好的，勾选这一项再提交。"]}


def _meanwhile(case: Case, begins, ends) -> sa.Select:
    """Sessions of other cases that are to take place at that time; the earliest first."""
    return (sa.select(MediationSession).where(
        MediationSession.begins_at < ends, MediationSession.begins_at > begins - rules.LONGEST,
        MediationSession.ends_at > begins, MediationSession.state.in_(words.COMING), MediationSession.case_id != case.id)
        .order_by(MediationSession.begins_at))


def _span(session: MediationSession) -> str:
    begins, ends = clock.local(session.begins_at), clock.local(session.ends_at)
    return f"{begins:%-m月%-d日 %H:%M}至{ends:%H:%M}"
