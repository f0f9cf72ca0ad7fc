"""What happens to a session. The first five follow the diagram (reactions.py); people enter what parties answered."""

import sqlalchemy as sa

from app import clock
from app.cases import thresholds, timeline
from app.cases.models import Case
from app.cases.record_fields import moment
from app.db import db
from app.errors import Conflict, Invalid
from app.sessions import rooms, rules, words
from app.sessions.models import MediationSession, SessionChange, SessionMediator, SessionParty

OPEN_STATES = ("PLANNED", "CHANGED", "MOVED")
NO_PLACE = "地点待定"


def plan(advanced, step: str) -> None:
    """A task for minutes is open: the session it is about is planned, or has a new time. A diagram that sets no time has
    no session to show."""
    known = advanced.variables
    if known.get("at") is None:
        return
    case, begins = db.session.get(Case, advanced.case_id), moment(known["at"])
    number = int(known.get("sessionNo") or 1)
    session = _the_one(advanced, number, begins)
    before = session and (session.begins_at, session.place)
    if session is None:
        session = MediationSession(case_id=case.id, instance_id=advanced.instance_id, number=number, state="PLANNED",
                                   sequence=0)
    _place(session, case, known, begins, step, advanced.now)
    db.session.add(session)
    where = f"{_when(session)}，{session.place}"
    if before is None:
        _note(session, advanced, f"排定：{where}。")
    elif before != (session.begins_at, session.place):
        session.state, session.sequence = "CHANGED", session.sequence + 1
        _forget_answers(session)
        _note(session, advanced, f"改期：{where}。")
    else:
        session.state, session.sequence = ("CHANGED" if session.sequence else "PLANNED"), session.sequence + 1
        _note(session, advanced, f"仍按原定时间：{where}。")


def hold(advanced, step: str) -> None:
    """The minutes are written: who came stands in them."""
    session = _of_step(advanced, step)
    if session is None:
        return
    came = rules.presence(advanced.variables.get("attendance"))
    known = {party.name: party for party in session.parties}
    for name, present in came.items():
        party = known.get(name[:100])
        if party is None:
            party = SessionParty(name=name[:100], answer="NONE")
            session.parties.append(party)
        party.present = present
    _become(session, rules.state_after(came), advanced)


def move(advanced, step: str, now) -> None:
    """The task was left for a new plan: the room is free again until there is one."""
    _end(advanced, step, now, "MOVED")


def cancel(advanced, step: str, now) -> None:
    """The process went another way, so this session does not take place."""
    _end(advanced, step, now, "CANCELLED")


def take_back(advanced, step: str) -> None:
    """Whoever wrote the minutes took that back: they are open again."""
    session = _of_step(advanced, step)
    if session is not None:
        for party in session.parties:
            party.present = None
        _become(session, "CHANGED" if session.sequence else "PLANNED", advanced)


def note_answer(session: MediationSession, case: Case, party_id: int, answer: str, note: str, actor) -> None:
    """What a party said to the invitation, mostly on the phone. Raises Invalid, or Conflict when it is too late."""
    party = next((one for one in session.parties if one.id == party_id), None)
    if party is None or answer not in words.ANSWERS or len(note) > 200:
        raise Invalid("请选择当事人和答复，备注最多 200 字。")
    if session.state not in words.COMING:
        raise Conflict("这场调解已经举行、改期或取消，不用再登记答复。")
    party.answer, party.note = answer, note.strip() or None
    party.answered_at, party.noted_by_name = clock.now(), actor.name
    timeline.write(case.id, "SESSION", f"第{session.number}次调解：{party.name}{words.ANSWERS[answer]}。", actor)


def _the_one(advanced, number: int, begins) -> MediationSession | None:
    """The session that this plan is about: still open or waiting for a time, or the very one that was closed."""
    last = db.session.scalar(sa.select(MediationSession).where(
        MediationSession.case_id == advanced.case_id, MediationSession.instance_id == advanced.instance_id,
        MediationSession.number == number).order_by(MediationSession.id.desc()).limit(1))
    return last if last is not None and (last.state in OPEN_STATES or last.begins_at == begins) else None


def _of_step(advanced, step: str) -> MediationSession | None:
    return db.session.scalar(sa.select(MediationSession).where(
        MediationSession.instance_id == advanced.instance_id, MediationSession.step == step)
        .order_by(MediationSession.id.desc()).limit(1))


def _place(session: MediationSession, case: Case, known, begins, step: str, now) -> None:
    room = rooms.named(case, known.get("room"))
    session.step, session.committee_id, session.changed_at = step, case.committee_id, now
    session.begins_at = begins
    session.ends_at = rules.ends_at(begins, known.get("sessionMinutes"), thresholds.value("sessionMinutes"))
    session.place = str(known.get("room") or known.get("sessionPlace") or NO_PLACE)[:250]
    session.room_id, session.online = room and room.id, known.get("online") is True
    session.invitees = [{"name": str(one.get("name", "")), "identity": str(one.get("identity", ""))}
                        for one in known.get("invitees") or [] if isinstance(one, dict)]
    people = rules.people_in(known.get("host"), known.get("mediators")) or rules.people_in(case.mediator_id)
    held = {one.user_id: one for one in session.mediators}
    session.mediators = [held.get(user) or SessionMediator(user_id=user) for user in people]
    for one in session.mediators:
        one.begins_at = begins
    named = {one.name for one in session.parties}
    session.parties += [SessionParty(name=party.name[:100], answer="NONE") for party in case.parties
                        if party.name and party.name[:100] not in named]


def _end(advanced, step: str, now, state: str) -> None:
    session = _of_step(advanced, step)
    if session is not None and session.state in OPEN_STATES:
        session.changed_at, session.sequence = now, session.sequence + 1
        _become(session, state, advanced)


def _become(session: MediationSession, state: str, advanced) -> None:
    session.state, session.changed_at = state, advanced.now
    _note(session, advanced, f"{words.STATES[state][0]}。")


def _forget_answers(session: MediationSession) -> None:
    """Who could come then may not be able to come now."""
    for party in session.parties:
        party.answer, party.note, party.answered_at, party.noted_by_name = "NONE", None, None, None


def _note(session: MediationSession, advanced, text: str) -> None:
    actor = advanced.actor
    session.changes.append(SessionChange(
        at=advanced.now, actor_id=actor.id if actor else None, actor_name=actor.name if actor else "系统", text=text[:400]))


def _when(session: MediationSession) -> str:
    begins, ends = clock.local(session.begins_at), clock.local(session.ends_at)
    return f"{begins:%Y年%-m月%-d日 %H:%M}至{ends:%H:%M}"
