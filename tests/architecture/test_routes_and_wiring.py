"""Every door has a lock, every announcement a listener or a reason to have none."""

import importlib
import pkgutil
from dataclasses import is_dataclass

import app as package
from app import events
from app.identity.permissions import TABLE

UNHEARD = {
    "InstanceStarted", "InstanceEnded", "StepFailed",  # for the supervisors' desk
    "TaskClaimed", "TaskReleased",
}


def test_every_route_names_a_known_permission(app):
    nameless, unknown = [], []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        permission = getattr(view, "permission", None)
        if permission is None:
            nameless.append(rule.rule)
        elif permission != "public" and permission not in TABLE:
            unknown.append((rule.rule, permission))
    assert nameless == [] and unknown == []


def test_only_these_routes_are_open_to_everybody(app):
    public = {rule.rule for rule in app.url_map.iter_rules()
              if getattr(app.view_functions[rule.endpoint], "permission", None) == "public"}
    assert public == {"/sign-in", "/static/<path:name>", "/healthz", "/api/docs", "/api/v1/openapi.json",
                      "/sessions/feed/<secret>.ics"}


def test_every_event_is_heard_or_known_to_be_unheard(app):
    announced = set()
    for module in pkgutil.walk_packages(package.__path__, "app."):
        if module.name.endswith(".events"):
            found = importlib.import_module(module.name)
            announced |= {one for one in vars(found).values() if is_dataclass(one) and one.__module__ == module.name}
    unheard = {event.__name__ for event in announced if not events.reactions_to(event)}
    assert unheard <= UNHEARD


def test_every_job_says_why_it_runs(app):
    from app.jobs.schedule import jobs

    assert all(job.why and job.every > 0 for job in jobs(app.config["HEJIE"]))
