"""The letter that calls people to a session, on the session's own place of the case page."""

from flask import Blueprint, flash, g, redirect, url_for

from app.access import needs
from app.cases import queries as cases
from app.documents import actions, desk, invitations, kinds
from app.errors import Invalid
from app.papers import permissions
from app.sessions import queries as sessions
from app.web.kit import is_htmx, render


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/cases/<case_no>/sessions/<int:session_id>/invitation", "invitation", part)
    blueprint.add_url_rule("/cases/<case_no>/sessions/<int:session_id>/invitation", "invite", invite, methods=["POST"])


@needs("document.read")
def part(case_no, session_id):
    """What was sent for this session, and the button. Opened by itself it leads to the sessions of the case."""
    case = cases.case_for(case_no, g.actor)
    if not is_htmx():
        return redirect(url_for("cases.case", case_no=case_no) + "#sessions")
    session, kind = sessions.session_of(case, session_id), kinds.kind(invitations.KEY)
    may_make = actions.may_make(case, kind, g.actor) and permissions.may_add(case, g.actor)
    return render("documents/invitation.html", case=case, session=session, line=desk.made_for(case, kind, invitations.title_of(session), g.actor),
                  may_make=may_make and session == invitations.coming(case))


@needs("document.produce")
def invite(case_no, session_id):
    invitations.must_be_coming(cases.case_for(case_no, g.actor), session_id)
    try:
        made = actions.produce(case_no, invitations.KEY, None, g.actor)
    except Invalid:
        return redirect(url_for(".form", case_no=case_no, key=invitations.KEY))
    flash(f"已生成《{made.title}》，每人一页。请打印后送达，把签收的送达回证拍照传上来。")
    return redirect(url_for(".preview", case_no=case_no, paper_id=made.id, number=made.latest.number))
