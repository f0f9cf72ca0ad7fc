"""What can be done to a running process. Every function runs inside the caller's unit of work."""

from collections.abc import Mapping, Sequence
from functools import partial

import sqlalchemy as sa

from app import clock, events, observe
from app.db import db
from app.engine import machine
from app.engine.failures import ClosesMore, EngineFailure, NotAwaited, NoWayBack, StepGone, Suspended
from app.engine.returning import Done
from app.errors import Conflict
from app.instances import lasting, messages, retiming, step
from app.instances.events import InstanceStarted
from app.instances.loading import Loaded, find, keep, load, lock
from app.instances.models import Instance
from app.processes import queries as processes


class MoreWouldEnd(Conflict):
    """退回会同时结束同事正在办的任务，名单刚刚有变化。请看清楚后再确认一次。"""

    code = "MORE_WOULD_END"


def start(process_id: str, variables: Mapping, case_id: int | None, actor, digest: str | None = None) -> int:
    """Start a process for a case with the active bundle (or the given one); returns the instance's id."""
    digest = digest or processes.active_digest()
    return _begin(process_id, digest, case_id, actor, partial(_starting, process_id, variables))


def start_by_message(message: str, variables: Mapping, case_id: int | None, actor, digest: str | None = None) -> int:
    """Start the process that begins with this message; returns the instance's id. Raises NotAwaited if none does."""
    digest = digest or processes.active_digest()
    started = processes.bundle(digest).started_by(message)
    if not started:
        raise NotAwaited(message)
    return _begin(started[0], digest, case_id, actor, partial(_arriving, message, variables))


def _begin(process_id: str, digest: str, case_id: int | None, actor, command) -> int:
    bundle, now = processes.bundle(digest), clock.now()
    row = Instance(case_id=case_id, process_id=process_id, digest=digest, status="RUNNING", state=b"", version=1,
                   started_at=now)
    db.session.add(row)
    db.session.flush()
    around = step.surroundings(row.id, case_id, process_id, digest, actor)
    events.publish(InstanceStarted(row.id, case_id, process_id, now))
    with retiming.during_step(case_id):
        try:
            outcome = command(bundle, around)
        except EngineFailure as failure:
            observe.alarm("start.failed", process=process_id, element=failure.element, kind=failure.kind)
            raise step.StepRefused(f"“{process_id}”流程没有启动：{failure.sentence}") from failure
        loaded = Loaded(row.id, case_id, process_id, digest, "RUNNING", b"", 1)
        keep(loaded)
        step.save(loaded, outcome, now)
        step.announce(loaded, outcome, actor, now)
        messages.route(loaded, outcome.effects, actor)
    observe.instrument("instance.started", instance=row.id, case=case_id, process=process_id)
    return row.id


def hold(instance_id: int, case_id: int | None) -> bool:
    """Lock the case's processes before its other rows, so that everybody locks in one order; False if it has ended."""
    return find(instance_id, case_id) is not None


def complete(instance_id: int, case_id: int | None, step_id: str, answers: Mapping, actor) -> None:
    """Complete a user task with those answers that become case variables."""
    loaded = load(instance_id, case_id)
    command = partial(_completing, step_id, answers)
    try:
        take(loaded, command, actor, "TASK", step_id)
    except StepGone as gone:
        raise Conflict("这项任务已经不在办理中，可能刚被别人办完或流程已转走。请刷新页面。") from gone


def send_back(instance_id: int, case_id: int | None, step_id: str, target: Done, closing: Sequence[str], actor) -> None:
    """Send an open task back to one that was done before. `closing`: the steps of the open tasks that the actor agrees
    to end with it. Raises Conflict where that is no longer possible, and MoreWouldEnd where others would end, too."""
    loaded = load(instance_id, case_id)
    if acts := lasting.since(instance_id, target):
        raise Conflict(f"不能退回到那里：{'、'.join(acts)}，退回也收不回来。请选择更近的环节。")

    def command(bundle, state, around):
        return machine.send_back(bundle, state, step_id, target, closing, around)

    try:
        take(loaded, command, actor, "RETURN", step_id)
    except (StepGone, NoWayBack) as gone:
        raise Conflict("流程已经往前走了，不能再退回到那里。请刷新页面重新选择。") from gone
    except ClosesMore as more:
        raise MoreWouldEnd(steps=list(more.steps)) from more


def withdraw(instance_id: int, case_id: int | None, step_id: str, actor) -> None:
    """Take the last person's step back, if it was this one and nothing has happened since."""
    loaded = load(instance_id, case_id)
    row = db.session.execute(sa.select(Instance.before_step, Instance.before_state).where(
        Instance.id == instance_id)).one()
    if row.before_step != step_id or row.before_state is None:
        raise Conflict("这一步之后流程又有了新的动作，或者它已经发出了督办或消息，不能撤回。如需更正，请联系现在的办理人退回给您。")

    def command(bundle, state, around):
        return machine.withdraw(bundle, state, row.before_state, around)

    take(loaded, command, actor, "WITHDRAW", step_id)


def deliver(case_id: int, message: str, payload: Mapping, actor) -> int:
    """Bring a message to every instance of the case that waits for it; returns how many did (0 is for the caller)."""
    lock(None, case_id)
    with retiming.during_step(case_id):
        return messages.deliver(case_id, message, payload, actor)


def deliver_to(instance_id: int, message: str, payload: Mapping, actor) -> int:
    """Bring a message to one instance that belongs to no case; returns 1 if it waited for it, else 0."""
    loaded = load(instance_id, None)
    try:
        take(loaded, lambda bundle, state, around: machine.deliver(bundle, state, message, payload, around), actor, "MESSAGE", message)
    except NotAwaited:
        return 0
    return 1


def cancel(instance_id: int, case_id: int | None, actor) -> None:
    take(load(instance_id, case_id), machine.cancel, actor, "CANCEL")


def suspend(instance_id: int, case_id: int | None, actor) -> None:
    take(load(instance_id, case_id), machine.suspend, actor, "SUSPEND")


def resume(instance_id: int, case_id: int | None, actor) -> None:
    """Go on after a suspension; timers are re-evaluated because time went by."""
    loaded = load(instance_id, case_id)
    take(loaded, machine.resume, actor, "RESUME")
    take(loaded, machine.retime, actor, "RETIME")


def fire(instance_id: int, case_id: int | None, timer_step: str) -> None:
    """Fire one due timer; the caller has seen that it is due and still there, under the lock."""
    loaded = load(instance_id, case_id)
    take(loaded, lambda bundle, state, around: machine.fire(bundle, state, [timer_step], around), None, "TIMER",
         timer_step)


def take(loaded: Loaded, command, actor, cause: str, step_id: str = "") -> None:
    """One step with what it sets off: messages to the case's other instances, timers of changed clocks."""
    with retiming.during_step(loaded.case_id):
        try:
            outcome = step.advance(loaded, command, actor, cause, step_id)
        except Suspended as suspended:
            raise Conflict("这个案件的流程已被暂停，恢复后才能办理。") from suspended
        messages.route(loaded, outcome.effects, actor)


def _starting(process_id, variables, bundle, around):
    return machine.start(bundle, process_id, variables, around)


def _arriving(message, variables, bundle, around):
    return machine.start_by_message(bundle, message, variables, around)


def _completing(step_id, answers, bundle, state, around):
    return machine.complete(bundle, state, step_id, answers, around)


__all__ = ["MoreWouldEnd", "NotAwaited", "cancel", "complete", "deliver", "fire", "resume", "send_back", "start", "start_by_message", "suspend", "take",
           "withdraw"]
