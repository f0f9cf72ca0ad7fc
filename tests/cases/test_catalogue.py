import re

import pytest

from app import clock
from app.cases import catalogue
from app.config import ROOT
from app.db import unit_of_work
from app.errors import Invalid, NotFound
from app.identity.actor import SYSTEM
from app.worktime import rules
from app.worktime.calendar import OFFICIAL

DMN_08_CLOCKS = {
    "CK05": (1, "wd"), "CK06": (7, "cd"), "CK07": (20, "cd"), "CK08": (30, "cd"), "CK11": (30, "cd"),
    "CK12": (15, "cd"), "CK13": (7, "cd"), "CK15": (3, "wd"), "CK16": (7, "wd"), "CK18": (5, "cd"), "CK22": (60, "cd"),
    "CK24": (30, "cd"), "CK26": (30, "cd"), "CK27": (30, "cd"), "CK28": (10, "wd"), "CK30": (30, "wd"),
    "CK31": (15, "cd"), "CK33": (10, "cd"), "CK35": (45, "wd"), "CK36": (1, "mo"), "CK37": (30, "cd"),
    "CK38": (30, "cd"), "CK39": (30, "cd"), "CK40": (45, "cd"), "CK41": (60, "cd"), "CK42": (60, "cd"),
    "CK43": (30, "cd"), "CK44": (6, "mo"), "CK45": (7, "cd"), "CK46": (60, "wd"), "CK47": (5, "wd"),
}


def test_the_shipped_limits_are_those_of_the_decision_table():
    assert {id_: (row["limit"], row["unit"]) for id_, row in catalogue.shipped().items()
            if id_ in DMN_08_CLOCKS} == DMN_08_CLOCKS


@pytest.mark.parametrize("row", catalogue.shipped().values(), ids=lambda row: row["id"])
def test_every_shipped_clock_can_be_counted(row):
    assert row["kind"] in catalogue.KINDS
    rules.add(OFFICIAL, clock.at("2026-03-02 10:00"), row["limit"], row["unit"])
    if "red_limit" in row:
        rules.add(OFFICIAL, clock.at("2026-03-02 10:00"), row["red_limit"], row["red_unit"])


NO_SOURCE = ("CK46A", "CK48A", "CK49A", "CK59", "CK59A")
"""Handbook §3 names no rule for how soon an inspection, a protection order, a payment order or a notary accepts."""


@pytest.mark.parametrize("id_", NO_SOURCE)
def test_a_limit_no_rule_sets_is_the_centre_s_own(id_):
    row = catalogue.shipped()[id_]
    assert (row["is_default"], row.get("basis", "")) == (True, "")


def test_a_limit_called_statutory_names_its_rule():
    assert [id_ for id_, row in catalogue.shipped().items() if not row["is_default"] and not row.get("basis")] == []


def test_a_clock_is_known_before_anything_was_seeded(app):
    assert catalogue.kind_of("CK06").limit == 7
    with pytest.raises(NotFound):
        catalogue.kind_of("CK999")


def test_seeding_twice_keeps_what_an_administrator_changed(app):
    with unit_of_work():
        assert catalogue.seed() == len(catalogue.shipped())
        catalogue.change("CK06", {"limit": 5, "is_default": True}, SYSTEM)
    with unit_of_work():
        assert catalogue.seed() == 0
    assert catalogue.kind_of("CK06").limit == 5


def test_a_shipped_clock_can_be_changed_before_it_was_seeded(app):
    with unit_of_work():
        catalogue.change("CK06", {"limit": 5}, SYSTEM)
    assert catalogue.kinds(["CK06", "CK07"])["CK06"].limit == 5


@pytest.mark.parametrize("values", [{"unit": "fortnight"}, {"id": "CK1"}, {"limit": "5"}, {"red_unit": "y"}])
def test_a_limit_nobody_can_count_is_refused(app, values):
    with pytest.raises(Invalid), unit_of_work():
        catalogue.change("CK06", values, SYSTEM)


def test_red_risk_has_shorter_limits_where_the_handbook_says_so(app):
    assert catalogue.limit_of(catalogue.kind_of("CK03"), "RED") == (2, "h")
    assert catalogue.limit_of(catalogue.kind_of("CK03"), "YELLOW") == (1, "wd")
    assert catalogue.limit_of(catalogue.kind_of("CK07"), "RED") == (20, "cd")


def test_every_clock_the_shipped_diagrams_name_is_in_the_catalogue():
    known = set(catalogue.shipped()) | {"main", "legal", "tier"}
    diagrams = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bpmn").glob("*.bpmn"))
    listed = ",".join(re.findall(r'name="clocks" value="([\w, ]+)"', diagrams))
    named = {name.strip() for name in listed.split(",")} | set(re.findall(r"\bclock\.(\w+)\.\w+At\b", diagrams))
    assert named <= known
