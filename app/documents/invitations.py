"""The letter that calls parties and invited people to a session (D46): one paper for a session, a sheet for each of them."""

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, CaseDocument
from app.db import db
from app.documents import wording
from app.errors import Conflict
from app.sessions import queries as sessions
from app.sessions.models import MediationSession, Room

KEY = "D46"
NOT_COMING = "这场调解已经举行、改期或取消，不用再发通知。请刷新页面，看看现在排定的是哪一场。"


def title_of(session: MediationSession) -> str:
    """A session that was moved is called to by the same paper, in a new version."""
    return f"调解通知书（第{session.number}次）"


def coming(case: Case) -> MediationSession | None:
    """The session that this case's people are called to now."""
    latest = sa.select(MediationSession).where(MediationSession.case_id == case.id).order_by(MediationSession.id.desc()).limit(10)
    return next((one for one in db.session.scalars(latest) if sessions.is_coming(one)), None)


def must_be_coming(case: Case, session_id: int) -> MediationSession:
    """Raises NotFound, or Conflict when nobody can be called to it any more."""
    session = sessions.session_of(case, session_id)
    if session != coming(case):
        raise Conflict(NOT_COMING)
    return session


def facts_of(case: Case, noted: CaseDocument | None) -> dict:
    """`session` in templates: {number, at, until, place, online, onlineAddress, mediators, invitees}; nothing in it when
    no session is to come, or another one than the paper is about."""
    session = coming(case)
    if session is None or (noted is not None and noted.title != title_of(session)):
        return dict.fromkeys(("number", "at", "until", "place", "online", "onlineAddress", "mediators", "invitees"))
    room = db.session.get(Room, session.room_id) if session.room_id else None
    names = sessions.names_of([session])
    return {
        "number": session.number, "at": wording.moment(clock.local(session.begins_at)),
        "until": f"{clock.local(session.ends_at):%-H时%M分}".replace("时00分", "时"), "place": session.place, "online": session.online,
        "onlineAddress": room.online_address if room and session.online else None,
        "mediators": "、".join(names[one.user_id] for one in session.mediators if one.user_id in names) or None,
        "invitees": [{"name": one["name"], "identity": one.get("identity")} for one in session.invitees or [] if one.get("name")],
    }
