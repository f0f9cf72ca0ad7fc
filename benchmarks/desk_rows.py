"""Fills the tables as a county's busiest ten years would: a million tasks of fifty thousand cases, a tenth of them open."""

import random
from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, Party
from app.cases.word_index import CaseWord, words_of
from app.db import db
from app.instances.models import Instance
from app.processes import queries as processes
from app.worklist import desk_rules, offers
from app.worklist.models import HumanTask, TaskCandidate
from app.worktime.queries import calendar_for
from benchmarks.loading import load

PER_CASE = 20
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "建国秀兰长河大山志强丽娟海燕国庆小红文彬玉梅永胜"
MATTERS = ("宅基地相邻", "农民工欠薪", "物业费", "民间借贷", "土地承包", "医疗损害", "婚姻家庭", "交通事故", "邻里噪音", "合同")
STEPS = (("ut_accept_review", "受理审核", "R02"), ("ut_triage_confirm", "分流确认", "R02"), ("ut_sign", "签收", "R13"),
         ("ut_first_contact", "首次联系", "R13"), ("ut_med_schedule", "安排调解", "R04"), ("ut_agreement", "制作协议", "R04"),
         ("ut_callback", "回访", "R24"), ("ut_archive_check", "归档检查", "R25"))


def fill(cast, tasks: int) -> None:
    """Cases, their parties, words, processes and tasks. Always the same, however often."""
    digest = processes.active_digest()
    chance = random.Random(20_260_302)
    cases = list(_cases(cast, chance, tasks // PER_CASE))
    load(Case, cases)
    load(Party, (party for case in cases for party in _parties(case, chance)))
    load(CaseWord, ({"word": word, "case_id": case["id"]} for case in cases for word in sorted(words_of(case["title"]))))
    load(Instance, ({"id": case["id"], "case_id": case["id"], "process_id": "p", "digest": digest, "status": "RUNNING",
                     "state": b"", "version": 1, "started_at": case["created_at"]} for case in cases))
    found: list[dict] = []
    load(HumanTask, _tasks(cast, chance, cases, found))
    load(TaskCandidate, (row for task in found for row in offers.rows(task["id"], task)))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT", hejie_look=True) as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "PRAGMA optimize")


def _cases(cast, chance, count: int) -> Iterable[dict]:
    now = clock.now()
    villages = [f"990121{town:03}{village:03}" for town in range(100, 110) for village in range(200, 210)]
    for number in range(1, count + 1):
        is_open = number % 10 == 0
        due = now + timedelta(hours=chance.randint(-200, 600))
        first, second = _name(chance), _name(chance)
        yield {"id": number, "case_no": f"990121ZZ2026{number:07}", "title": f"{first}与{second}{chance.choice(MATTERS)}纠纷",
               "status": "HANDLING" if is_open else "ARCHIVED", "created_at": now, "registered_at": now,
               "registered_by_id": cast.user("zhou.min"), "closed_at": None if is_open else now - timedelta(days=9),
               "region_code": chance.choice(villages), "tier": chance.choice(desk_rules.TIERS),
               "risk_level": chance.choice(desk_rules.RISKS), "route": chance.choice(("PEOPLE", "PEOPLE", "LITIGATION", "POLICE")),
               "due_at": due, "yellow_at": due - timedelta(days=2), "suspended": number % 400 == 0,
               "legal_due_at": due + timedelta(days=20), "party_count": 2, "description": "", "request": "", "facts": {},
               "stale_at": None, "parties": (first, second)}


def _parties(case: dict, chance) -> Iterable[dict]:
    for position, name in enumerate(case.pop("parties")):
        yield {"case_id": case["id"], "position": position, "role": ("APPLICANT", "RESPONDENT")[position],
               "kind": "PERSON", "name": name}


def _tasks(cast, chance, cases: list[dict], offered: list[dict]) -> Iterable[dict]:
    calendar_for("")
    number = 0
    people = {"R02": "lin.fang", "R13": "wang.jianguo", "R04": "li.xiulan", "R24": "he.ping", "R25": "tang.wen"}
    centre, village = cast.unit("县综治中心"), cast.unit("上河村")
    for case in cases:
        for place in range(PER_CASE):
            number += 1
            element, name, role = STEPS[place % len(STEPS)]
            task = _task(number, case, element, name, role, place)
            is_open = case["closed_at"] is None
            holder = cast.user(people[role]) if chance.random() < (0.002 if role in ("R04", "R13") else 0.1) else 900_000
            task |= {"claimed_by_id": holder if not is_open or chance.random() < 0.6 else None,
                     "desk_unit_id": village if role in ("R04", "R13") and holder != 900_000 else centre,
                     "sent_by_id": cast.user("zhou.min") if place == 0 else 900_000}
            if is_open:
                offered.append(task)
            else:
                task |= {"status": "DONE", "done_by_id": holder, "done_by_name": "某人", "outcome": "done",
                         "done_at": case["closed_at"] - timedelta(minutes=chance.randint(0, 2_000_000)), "answers": {"note": "说明" * 40}}
            yield task


def _task(number: int, case: dict, element: str, name: str, role: str, place: int) -> dict:
    due = case["due_at"] - timedelta(hours=place)
    row = sa.util.immutabledict(case)
    like = type("CaseLike", (), dict(row))
    warn = desk_rules.start_of_day(due)
    pressing = desk_rules.pressing(due, warn, like)
    return {"id": number, "instance_id": case["id"], "step": str(place), "element": element, "process_id": "p", "digest": "d",
            "case_id": case["id"], "name": name, "lane": None, "form_key": f"p/{element}", "roles": role, "unit_id": None,
            "region_code": case["region_code"], "excluded": [], "settings": {}, "local": {}, "status": "OPEN",
            "opened_at": case["created_at"] - timedelta(minutes=number % 100_000), "due_at": due, "warn_at": warn,
            "press_at": pressing.press_at, "yellow_at": pressing.yellow_at, "claimed_at": None, "done_at": None,
            "done_by_id": None, "done_by_name": None, "outcome": None, "answers": None, "draft": None,
            **desk_rules.of_case(like)}


def _name(chance) -> str:
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))
