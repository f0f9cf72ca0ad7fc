"""Fills the tables as ten years of a large county would: a million parties in half a million cases, one case in fifty open.

What a person types goes through Python, what follows from it is copied inside the database; indexes are made afterwards.
"""

import random
from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.cases import party_keys
from app.cases.models import Case, CaseClock, Party
from app.cases.word_index import CaseWord, words_of
from app.db import db, unit_of_work
from app.statistics.models import Milestone
from benchmarks.desk_rows import GIVEN, MATTERS, SURNAMES
from benchmarks.loading import load
from benchmarks.villagers import card

YEARS_IN_DAYS = 3_650
COMPANY, SELDOM = "云溪县和顺物业服务有限公司", "欧阳惜墨"
"""A company with one case in two hundred, and a name that stands in three cases."""
COMPANY_CODE, PEOPLE_PER_CASE = "91350100M000100Y43", 0.8
COMPANYS_TURN, OPEN_TURN = 200, 50
LONGEST_TITLE = 20
SUBJECTS = ("NOISE", "WAGE_ARREARS", "PROPERTY_FEE", "LOAN", "LAND", "MEDICAL", "FAMILY", "TRAFFIC", "BOUNDARY", "CONTRACT")
STATUSES = ("DISPATCHED", "SIGNED", "HANDLING", "HANDLING", "HANDLING")
TIERS = ("VILLAGE", "TOWN", "TOWN", "COUNTY")
_TABLES = (Case.__table__, Party.__table__, CaseClock.__table__, Milestone.__table__)


def fill(cast, parties: int) -> None:
    """Cases, their parties, words, clocks and milestones. Always the same, however often."""
    chance, count = random.Random(20_260_302), parties // 2
    indexes = [index for table in _TABLES for index in table.indexes]
    for index in indexes:
        index.drop(db.engine, checkfirst=True)
    found = []
    load(Case, _noting(_cases(cast, chance, count), found))
    load(Party, (row for case in found for row in _parties(case, chance, count)))
    for position in range(1, LONGEST_TITLE):
        _say(_words_at(position))
    for word in sorted(words_of(COMPANY)):
        _say(_words(sa.literal(word), Case.id % COMPANYS_TURN == 0))
    for statement in (_clocks(), *_milestones(), _objections()):
        _say(statement)
    for index in indexes:
        index.create(db.engine)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT", hejie_look=True) as connection:
        for command in ("VACUUM ANALYZE",) if connection.dialect.name == "postgresql" else ("PRAGMA analysis_limit=1000", "ANALYZE"):
            connection.exec_driver_sql(command)


def person(number: int) -> dict:
    """Somebody of the county, the same each time."""
    chance = random.Random(number)
    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))
    return {"kind": "PERSON", "name": name, "id_type": "ID_CARD", "id_no": card(number), "phone": f"138{number % 10**8:08}"}


def company() -> dict:
    return {"kind": "ORG", "name": COMPANY, "id_type": "USCC", "id_no": COMPANY_CODE, "phone": "0990-8112233"}


def applicant_of(number: int, count: int) -> dict:
    """Who applied in this case of so many. Some come again: there are fewer people than cases."""
    who = person(number * 7919 % int(count * PEOPLE_PER_CASE))
    return who | {"name": SELDOM} if number % (count // 3) == 1 else who


def _cases(cast, chance, count: int) -> Iterable[dict]:
    now = clock.now()
    villages = [f"990121{town:03}{village:03}" for town in range(100, 110) for village in range(200, 210)]
    clerks = [cast.user("zhou.min")] + [900_000 + number for number in range(9)]
    step = timedelta(days=YEARS_IN_DAYS) / count
    for number in range(1, count + 1):
        is_open = number % OPEN_TURN == 0 and number > count // 2
        registered = now - (count - number + 1) * step
        due = now + timedelta(hours=chance.randint(-200, 600)) if is_open else registered + timedelta(days=30)
        matter = chance.randrange(len(MATTERS))
        yield {"id": number, "case_no": f"990121ZZ2026{number:07}", "title": f"{applicant_of(number, count)['name']}的{MATTERS[matter]}纠纷",
               "status": chance.choice(STATUSES) if is_open else "ARCHIVED", "created_at": registered, "registered_at": registered,
               "registered_by_id": chance.choice(clerks), "closed_at": None if is_open else registered + timedelta(days=20),
               "region_code": chance.choice(villages), "tier": chance.choice(TIERS), "channel": chance.choice(("WINDOW", "GRID", "HOTLINE_12345")),
               "risk_level": chance.choice(("GREEN", "GREEN", "YELLOW", "RED")), "moj_type": f"{matter + 1:02}", "subject": SUBJECTS[matter],
               "route": chance.choice(("PEOPLE", "PEOPLE", "LITIGATION", "POLICE")), "complexity": chance.choice(("SIMPLE", "COMPLEX")),
               "mediator_id": cast.user("li.xiulan") if number % 2_000 == 0 else 900_010, "lead_unit_id": cast.unit("上河村") if number % 100 == 0 else 900_000,
               "due_at": due, "yellow_at": due - timedelta(days=2), "suspended": is_open and number % (OPEN_TURN * 40) == 0,
               "party_count": 2, "people_count": 2, "amount_yuan": 5_000, "description": "", "request": "", "facts": {}, "result": "AGREED_WRITTEN"}


def _parties(case: dict, chance, count: int) -> Iterable[dict]:
    number = case["id"]
    first = applicant_of(number, count)
    second = company() if number % COMPANYS_TURN == 0 else person(chance.randrange(count))
    for position, who in enumerate((first, second)):
        yield {"case_id": number, "position": position, "role": ("APPLICANT", "RESPONDENT")[position], **who, "protected": number % 500 == 0,
               "same_key": party_keys.of_number(who["id_type"], who["id_no"]),
               "contact_key": party_keys.of_contact(who["phone"], who["name"]), "id_end": who["id_no"][-party_keys.END:]}


def _words_at(position: int):
    """Two neighbouring characters of each title."""
    return _words(sa.func.substr(Case.title, position, 2), sa.func.length(Case.title) > position)


def _words(word, which):
    """In the order in which they are kept."""
    rows = sa.select(word, Case.id).where(which, ~sa.exists().where(CaseWord.word == word, CaseWord.case_id == Case.id))
    return sa.insert(CaseWord.__table__).from_select(["word", "case_id"], rows.order_by(word, Case.id))


def _clocks():
    moments = dict.fromkeys(("started_at", "counted_from", "half_at", "ninety_at"), Case.registered_at) | {
        "due_at": Case.due_at, "yellow_at": Case.yellow_at, "stopped_at": Case.closed_at, "case_id": Case.id}
    state = sa.case((Case.closed_at.is_not(None), "STOPPED"), (Case.suspended, "SUSPENDED"), else_="RUNNING")
    said = {"clock_id": "CK06", "name": "办理期限", "alias": "main", "kind": "INTERNAL", "round": 0, "unit": "cd", "allowed": 30, "extra": 0,
            "used": 0, "extensions": 0, "statutory": False, "provisional": False}
    return _copied(CaseClock, {**moments, "state": state, **{name: sa.literal(value) for name, value in said.items()}})


def _milestones() -> Iterable:
    """What a case in its life leaves behind; open ones only their beginning."""
    for kind in ("NUMBERED", "ACCEPTED", "DISPATCHED", "SIGNED"):
        yield _milestone(kind, Case.registered_at)
    for kind in ("MEDIATED", "CLOSED", "INVITED", "RATED"):
        yield _milestone(kind, Case.closed_at, Case.closed_at.is_not(None))


def _objections():
    return _milestone("OBJECTED", Case.registered_at, Case.id % 100 == 0)


def _milestone(kind: str, at, *which):
    good = sa.case((Case.id % 10 == 0, sa.false()), else_=sa.true())
    return _copied(Milestone, {
        "case_id": Case.id, "kind": sa.literal(kind), "at": at, "round": sa.literal(0), "unit_id": Case.lead_unit_id,
        "region_code": Case.region_code, "tier": Case.tier, "good": good, "on_time": good, "on_time_plain": good,
        "days": sa.literal(20), "people": Case.people_count, "amount": Case.amount_yuan}, *which)


def _copied(model, columns: dict, *which):
    return sa.insert(model.__table__).from_select(list(columns), sa.select(*columns.values()).where(*which))


def _noting(rows: Iterable[dict], found: list[dict]) -> Iterable[dict]:
    for row in rows:
        found.append({"id": row["id"]})
        yield row


def _say(statement) -> None:
    with unit_of_work():
        db.session.connection().execute(statement)
