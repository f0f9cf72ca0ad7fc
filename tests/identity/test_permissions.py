import ast
from pathlib import Path

import pytest

from app.config import ROOT
from app.identity.actor import SYSTEM
from app.identity.permissions import TABLE, granted_to, sentence_of
from app.identity.roles import ROLES
from tests import cast as people


def test_every_permission_has_a_chinese_sentence_and_known_roles():
    for permission, (sentence, holders) in TABLE.items():
        assert sentence and not sentence.isascii(), permission
        assert holders and holders <= set(ROLES), permission


def test_every_role_can_do_something():
    assert all(granted_to([role]) for role in ROLES)


def test_every_permission_a_route_names_is_in_the_table():
    named = {permission for path in (ROOT / "app").rglob("*.py") for permission in _named_in(path)}

    assert named and named <= set(TABLE), named - set(TABLE)


def test_a_sentence_can_be_told():
    assert sentence_of("case.register") == "登记矛盾纠纷"


def test_the_system_may_do_everything():
    assert all(SYSTEM.may(permission) for permission in TABLE)


@pytest.mark.parametrize(("username", "may", "may_not"), [
    (people.WINDOW, {"case.register", "case.read", "task.complete"}, {"supervise.issue", "user.manage", "case.notes.read"}),
    (people.MEDIATOR, {"task.claim", "case.notes.read"}, {"case.register", "supervise.issue", "process.deploy"}),
    (people.SUPERVISOR, {"supervise.issue", "statistics.read"}, {"case.notes.read", "process.deploy", "user.manage"}),
    (people.DESIGNER, {"process.deploy"}, {"case.read", "user.manage", "calendar.manage"}),
    (people.ADMIN, {"user.manage", "calendar.manage"}, {"case.read", "case.search", "process.deploy", "case.notes.read"}),
    ("hotline", {"case.register", "case.message"}, {"case.read", "case.search", "task.complete"}),
    ("huang.guilan", {"self.manage"}, {"case.read", "case.search", "task.complete", "timeline.read"}),
])
def test_people_may_do_what_their_roles_say(cast, username, may, may_not):
    permissions = cast.actor(username).permissions

    assert may <= permissions
    assert not may_not & permissions


def _named_in(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "needs":
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))
