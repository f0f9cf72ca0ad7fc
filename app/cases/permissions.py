"""Who may see which case (handbook §5.3), once as a condition for lists and once for a row; a test holds them together.

- whoever works on it: handler, mediator, case manager, first-contact officer, registrar, anybody it was shared with
- heads of the unit or committee that has it; its staff until somebody of them is the handler
- staff of a village, town or county: cases in their region whose tier is theirs or lower; not triaged yet is the
  county's
- supervisors, reviewers, callback and archive staff: every case in their region

Reports to the discipline inspection are nobody's but those who took them in. Province and city see statistics only.
"""

from dataclasses import replace

import sqlalchemy as sa

from app.cases.models import Case, CaseShare
from app.db import db
from app.identity.candidates import in_region

OWN = ("handler_id", "mediator_id", "case_manager_id", "first_contact_officer_id", "registered_by_id")
HEADS = frozenset({"R05", "R11", "R13", "R14", "R15", "R20"})
UNIT_STAFF = frozenset({"R04", "R06", "R07", "R08", "R09", "R10"})
AREA_STAFF = frozenset({"R01", "R02", "R03", "R13", "R14"})
OVERSEERS = frozenset({"R15", "R16", "R22", "R23", "R24", "R25"})
TIERS_OF_LEVEL = {"VILLAGE": ("VILLAGE",), "TOWN": ("VILLAGE", "TOWN"),
                  "COUNTY": ("VILLAGE", "TOWN", "COUNTY", "PARTY_GOV")}
NOTE_READERS = frozenset({"R05", "R25"})
LOOK_ON = frozenset({"R16", "R22", "R23", "R24"})
"""Overseers who follow how a case is handled, not what the parties settled for."""
SEALED = "DISCIPLINE_REPORT"


def visible_to(actor):
    """The SQL condition "this actor may see the case"."""
    if actor.id is None:
        return sa.true()
    own = [getattr(Case, column) == actor.id for column in OWN]
    open_to_them = [sa.and_(_not_sealed(), way) for way in (*_of_their_units(actor), *_of_their_areas(actor))]
    return sa.or_(*own, _shared_with(actor), *open_to_them)  # flat, so that each way in can use its own index


def may_see(case: Case, actor) -> bool:
    """The same for a row; asks the database only about sharing."""
    if actor.id is None or any(getattr(case, column) == actor.id for column in OWN):
        return True
    if case.matter_kind != SEALED and (_in_their_units(case, actor) or _in_their_areas(case, actor)):
        return True
    return _is_shared_with(case, actor)


def may_see_id(case_id: int, actor) -> bool:
    return db.session.scalar(sa.select(Case.id).where(Case.id == case_id, visible_to(actor))) is not None


def may_read_content(actor):
    """The SQL condition "this actor may know what the case is about", for lists of steps in cases not their own."""
    own = [getattr(Case, column) == actor.id for column in OWN]
    return sa.or_(_not_sealed(), *own)


def may_read_notes(case: Case, actor) -> bool:
    """Mediation notes (D07) are confidential even from supervisors: mediators, head of the committee, archivist, and on
    the court route the court liaison."""
    if actor.id is not None and (actor.id == case.mediator_id or _mediates(case, actor)):
        return True
    readers = NOTE_READERS | ({"R07"} if case.route == "LITIGATION" else set())
    heads = {post.unit_id for post in actor.posts_as(("R05",))}
    others = bool(actor.posts_as(readers - {"R05"})) and may_see(case, actor)
    return others or (case.committee_id is not None and case.committee_id in heads)


def readable_notes(actor):
    """may_read_notes as a condition for lists."""
    if actor.id is None:
        return sa.true()
    shown = sa.select(CaseShare.case_id).where(CaseShare.user_id == actor.id, CaseShare.role == "MEDIATOR")
    ways = [Case.mediator_id == actor.id, Case.id.in_(shown)]
    heads = {post.unit_id for post in actor.posts_as(("R05",))}
    if heads:
        ways.append(Case.committee_id.in_(heads))
    if actor.posts_as(NOTE_READERS - {"R05"}):
        ways.append(visible_to(actor))
    if actor.posts_as(("R07",)):
        ways.append(sa.and_(Case.route == "LITIGATION", visible_to(actor)))
    return sa.or_(*ways)


def may_read_terms(case: Case, actor) -> bool:
    """What the parties agreed on, or why they did not: whoever works on the case or answers for it; who only looks on gets
    procedural data (handbook §5.3)."""
    return may_see(case, _at_work(actor)) or may_read_notes(case, actor)


def readable_terms(actor):
    """may_read_terms as a condition for lists."""
    return sa.or_(visible_to(_at_work(actor)), readable_notes(actor))


def in_hand_of(actor):
    """The SQL condition "the case is this person's own work"."""
    return sa.or_(*(getattr(Case, column) == actor.id for column in OWN))


def _at_work(actor):
    return replace(actor, posts=tuple(post for post in actor.posts if post.role not in LOOK_ON))


def _of_their_units(actor):
    led = {post.unit_id for post in actor.posts_as(HEADS)}
    staffed = {post.unit_id for post in actor.posts_as(UNIT_STAFF)} - led
    if led:
        yield Case.lead_unit_id.in_(led)
        yield Case.committee_id.in_(led)
    if staffed:
        yield sa.and_(Case.lead_unit_id.in_(staffed), Case.handler_id.is_(None))
        yield sa.and_(Case.committee_id.in_(staffed), Case.mediator_id.is_(None))


def _in_their_units(case: Case, actor) -> bool:
    led = {post.unit_id for post in actor.posts_as(HEADS)}
    staffed = {post.unit_id for post in actor.posts_as(UNIT_STAFF)}
    return (
        bool(led & {case.lead_unit_id, case.committee_id})
        or (case.lead_unit_id in staffed and case.handler_id is None)
        or (case.committee_id in staffed and case.mediator_id is None))


def _of_their_areas(actor):
    for post in actor.posts:
        tiers = TIERS_OF_LEVEL.get(post.level)
        if tiers and post.role in OVERSEERS:
            yield in_region(Case.region_code, [post.region_prefix])
        elif tiers and post.role in AREA_STAFF:
            yield sa.and_(in_region(Case.region_code, [post.region_prefix]), _tier_within(post.level, tiers))


def _in_their_areas(case: Case, actor) -> bool:
    for post in actor.posts:
        tiers = TIERS_OF_LEVEL.get(post.level)
        if not tiers or not case.region_code.startswith(post.region_prefix):
            continue
        if post.role in OVERSEERS:
            return True
        if post.role in AREA_STAFF and (case.tier in tiers or (case.tier is None and post.level == "COUNTY")):
            return True
    return False


def _tier_within(level: str, tiers: tuple[str, ...]):
    return sa.or_(Case.tier.in_(tiers), Case.tier.is_(None)) if level == "COUNTY" else Case.tier.in_(tiers)


def _not_sealed():
    return sa.or_(Case.matter_kind.is_(None), Case.matter_kind != SEALED)


def _shared_with(actor):
    return Case.id.in_(sa.select(CaseShare.case_id).where(_theirs(actor)))


def _is_shared_with(case: Case, actor) -> bool:
    return db.session.scalar(
        sa.select(CaseShare.id).where(CaseShare.case_id == case.id, _theirs(actor)).limit(1)) is not None


def _mediates(case: Case, actor) -> bool:
    return db.session.scalar(sa.select(CaseShare.id).where(
        CaseShare.case_id == case.id, CaseShare.user_id == actor.id, CaseShare.role == "MEDIATOR").limit(1)) is not None


def _theirs(actor):
    led = {post.unit_id for post in actor.posts_as(HEADS)}
    mine = CaseShare.user_id == actor.id
    return sa.or_(mine, CaseShare.unit_id.in_(led)) if led else mine
