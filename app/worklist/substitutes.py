"""代理: somebody stands in for somebody who is away, from day to day, for some processes and roles or for all."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from app import clock, events, observe
from app.db import db
from app.errors import Conflict, Forbidden, Invalid
from app.identity import holders
from app.identity.models import OrgUnit, User, UserPost
from app.identity.roles import ROLES
from app.processes import queries as processes
from app.worklist import teamwork, workloads
from app.worklist.events import ColleaguesTold
from app.worklist.teamwork_models import Substitution

LONGEST = timedelta(days=366)
LEADERS = ("R05", "R11", "R13", "R14", "R15")
NOT_NEAR = "代理人要和被代理人在同一单位，或在本县担任同样的岗位。请在名单里重新选人。"
MOST_SHOWN = 50


def people(principal_id: int, text: str, actor) -> list[workloads.Choice]:
    """Who may stand in for this person, narrowed by a name."""
    _must_be_responsible(principal_id, actor)
    return workloads.described(holders.search(_able(principal_id), text, _unit_of(principal_id)))


def appoint(principal_id: int, substitute_id: int, first: date, last: date, reason: str, actor, *,
            processes: Iterable[str] = (), roles: Iterable[str] = ()) -> int:
    """From the morning of `first` to the night of `last`, both days included. Empty processes or roles mean all.

    Oneself for oneself, or the head of a unit for its people. Returns the rule's id.
    """
    _must_be_responsible(principal_id, actor)
    said = teamwork.reason_of(reason, "代理原因")
    starts_at, ends_at = _midnight(first), _midnight(last + timedelta(days=1))
    _check_period(starts_at, ends_at)
    only, held = _known_processes(processes), _held_roles(principal_id, roles)
    person = holders.one_of(_able(principal_id), substitute_id)
    if person is None:
        raise Invalid(errors={"person": [NOT_NEAR]})
    rule = Substitution(principal_id=principal_id, substitute_id=person.id, starts_at=max(starts_at, clock.now()),
                        ends_at=ends_at, processes=only, roles=held, reason=said, made_by_id=actor.id, made_at=clock.now())
    db.session.add(rule)
    db.session.flush()
    absent = db.session.scalar(sa.select(User.name).where(User.id == principal_id))
    until = f"{clock.local(starts_at):%m月%d日}至{clock.local(ends_at - timedelta(days=1)):%m月%d日}"
    _tell((person.id,), f"请您在{until}代理{absent}的工作：{said}", actor)
    _tell((principal_id,), f"{actor.name}安排{person.name}在{until}代理您的工作：{said}", actor)
    observe.instrument("substitution.made", rule=rule.id, principal=principal_id, substitute=person.id, by=actor.id)
    return rule.id


def end(rule_id: int, actor) -> None:
    """End it now, or call off one that has not begun: the principal, the substitute, or whoever made it."""
    rule = db.session.get(Substitution, rule_id)
    if rule is None or actor.id not in (rule.principal_id, rule.substitute_id, rule.made_by_id):
        raise Forbidden("没有找到这条代理，或者它与您无关。")
    if rule.ended_at is not None or rule.ends_at <= clock.now():
        raise Conflict("这条代理已经结束了，请刷新页面查看。")
    rule.ended_at, rule.ended_by_id = clock.now(), actor.id
    _tell((rule.principal_id, rule.substitute_id), f"{actor.name}提前结束了一条代理，请查看“我的代理”。", actor)
    observe.instrument("substitution.ended", rule=rule_id, by=actor.id)


def of_person(actor) -> list[sa.Row]:
    """Rows of (Substitution, principal's name, substitute's name) that concern this person, the newest first."""
    absent, present = sa.orm.aliased(User), sa.orm.aliased(User)
    return list(db.session.execute(
        sa.select(Substitution, absent.name.label("absent"), present.name.label("present"))
        .join(absent, absent.id == Substitution.principal_id).join(present, present.id == Substitution.substitute_id)
        .where(sa.or_(Substitution.principal_id == actor.id, Substitution.substitute_id == actor.id,
                      Substitution.made_by_id == actor.id))
        .order_by(Substitution.ends_at.desc(), Substitution.id.desc()).limit(MOST_SHOWN)))


def people_led_by(actor) -> list[holders.Person]:
    """For whom the actor may appoint a substitute besides themselves."""
    led = [post.unit_id for post in actor.posts_as(LEADERS)]
    if not led:
        return []
    posts = holders.of_roles(ROLES, None, None).where(UserPost.unit_id.in_(led), User.id != actor.id)
    return holders.search(posts)


def _able(principal_id: int) -> sa.Select:
    """Colleagues of the same units, and holders of the same roles in the same county."""
    own = sa.select(UserPost.role, UserPost.unit_id, OrgUnit.region_code).join(OrgUnit, OrgUnit.id == UserPost.unit_id).where(
        UserPost.user_id == principal_id)
    held = db.session.execute(own).all()
    county = held[0].region_code[:6] if held else "------"
    near = sa.or_(UserPost.unit_id.in_([post.unit_id for post in held]),
                  sa.and_(UserPost.role.in_([post.role for post in held]), OrgUnit.region_code.startswith(county)))
    return holders.of_county(held[0].region_code if held else None).where(near, User.id != principal_id)


def _unit_of(principal_id: int) -> int | None:
    return db.session.scalar(sa.select(UserPost.unit_id).where(UserPost.user_id == principal_id).order_by(UserPost.id).limit(1))


def _must_be_responsible(principal_id: int, actor) -> None:
    if principal_id == actor.id:
        return
    led = [post.unit_id for post in actor.posts_as(LEADERS)]
    theirs = sa.select(UserPost.id).where(UserPost.user_id == principal_id, UserPost.unit_id.in_(led)).limit(1)
    if not led or db.session.scalar(theirs) is None:
        raise Forbidden("只能给自己安排代理；单位负责人可以给本单位的人安排。")


def _check_period(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Invalid(errors={"last": ["结束日期不能早于开始日期。"]})
    if ends_at <= clock.now():
        raise Invalid(errors={"last": ["这段时间已经过去了，请选择今天或以后的日期。"]})
    if ends_at - starts_at > LONGEST:
        raise Invalid(errors={"last": ["一次代理最长一年，请缩短时间；长期离岗请调整岗位。"]})


def _known_processes(wanted: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(wanted))
    known = processes.bundle(processes.active_digest()).processes if wanted else {}
    if any(one not in known for one in wanted):
        raise Invalid(errors={"processes": ["流程不在现行的流程里，请重新选择。"]})
    return wanted


def _held_roles(principal_id: int, wanted: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(wanted))
    held = set(db.session.scalars(sa.select(UserPost.role).where(UserPost.user_id == principal_id))) if wanted else set()
    if set(wanted) - held:
        raise Invalid(errors={"roles": ["被代理人没有这个岗位，请重新选择。"]})
    return wanted


def _tell(user_ids: tuple[int, ...], text: str, actor) -> None:
    people_told = tuple(person for person in user_ids if person != actor.id)
    if people_told:
        events.publish(ColleaguesTold(people_told, None, None, "INFO", text, clock.now()))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.ZONE)
