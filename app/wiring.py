"""The one place that says what follows from what, and which function serves which service task."""

from app import events
from app.cases import calendar_changes, clocks_of_bundles, facts, reactions, recounting
from app.cases import operators as cases
from app.cases.events import ClocksChanged, StationReached
from app.catalogues.events import CatalogueChanged
from app.identity import queries as identity
from app.identity.events import RegionsRecoded
from app.instances import actions as instances
from app.instances import facts as instance_facts
from app.instances import operators, outbox, retiming
from app.instances.events import InstanceAdvanced
from app.notifications import actions as telling
from app.notifications import connectors
from app.notifications import operators as notifications
from app.notifications import reactions as notices
from app.papers import operators as papers
from app.papers import photos, signing
from app.processes.events import BundleKept
from app.sessions import reactions as sessions
from app.sessions import rooms
from app.statistics import operators as reporting
from app.statistics import reactions as statistics
from app.supervision import operators as supervision
from app.supervision.events import SlipIssued
from app.worklist import desk_rows, field_papers, pickers
from app.worklist import reactions as worklist
from app.worklist.events import ColleaguesTold, TaskCompleted
from app.worktime import actions as calendar
from app.worktime import reach
from app.worktime.events import CalendarChanged


def move_timers(changed: ClocksChanged) -> None:
    """The timers of all the case's processes follow its clocks."""
    retiming.clocks_changed(changed.case_id)


def move_calendar(recoded: RegionsRecoded) -> None:
    """Days set for a region stay with it."""
    calendar.recode_regions(recoded.codes)


def start_process(context, process: str, **variables) -> dict:
    """process.start: a correlated process of the same case, with the same bundle."""
    instance_id = instances.start(process, variables, context.case_id, context.actor, digest=context.digest)
    return {"startedInstance": instance_id}


def tell_colleagues(told: ColleaguesTold) -> None:
    """What somebody did with a task reaches those whom it concerns as a notice."""
    telling.tell_people(told.user_ids, told.kind, told.text, told.case_id, told.task_id)


REACTIONS = {
    BundleKept: [clocks_of_bundles.on_bundle_kept],
    ColleaguesTold: [tell_colleagues],
    TaskCompleted: [sessions.on_task_completed, reactions.on_task_completed, statistics.on_task_completed,
                    notices.on_task_completed],
    InstanceAdvanced: [worklist.project, notices.on_instance_advanced, reactions.on_instance_advanced, sessions.on_instance_advanced,
                       statistics.on_instance_advanced],
    StationReached: [statistics.on_station_reached],
    SlipIssued: [statistics.on_slip_issued],
    ClocksChanged: [move_timers, desk_rows.follow_clocks],
    CatalogueChanged: [reactions.on_catalogue_changed],
    CalendarChanged: [reactions.on_calendar_changed],
    RegionsRecoded: [reactions.on_regions_recoded, move_calendar],
}

OPERATORS = {
    **cases.OPERATORS,
    **papers.OPERATORS,
    "process.start": start_process,
    "supervision.issue": supervision.issue,
    "supervision.release": supervision.release,
    "notice.send": notifications.send,
    **reporting.OPERATORS,
}


def wire() -> None:
    """Called by the factory; calling it again changes nothing."""
    for event, reacting in REACTIONS.items():
        for reaction in reacting:
            events.subscribe(event, reaction)
    for name, operator in OPERATORS.items():
        operators.register(name, operator)
    instance_facts.provide(facts.facts_of)
    pickers.provide("rooms", rooms.options)
    field_papers.provide(signature=signing.of_task, photos=photos.of_task)
    reach.provide(lambda: [reach.Region(*region) for region in identity.regions()], calendar_changes.running_by_year,
                  recounting.waiting)
    outbox.connect("sms", connectors.log_only)
    outbox.connect("channel", connectors.log_answer)
