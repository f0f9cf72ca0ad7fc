"""Numbers without gaps: case numbers per county and year, document numbers per committee and year.

The counter is raised by the transaction that uses the number, so a transaction that is undone gives its number back,
and two that ask at once wait for each other.
"""

import re
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.cases.models import Case, CaseCounter
from app.db import db, is_sqlite
from app.errors import Invalid

CENTRE_MARK = "ZZ"


def case_number(region_code: str, now: datetime) -> str:
    """`990121ZZ20260000123`: county, mark, year, seven digits (handbook §6.1)."""
    county = region_code[:6]
    if len(county) != 6 or not county.isdigit():
        raise Invalid("案件没有所属县区，无法编号。请在登记表中选择发生地所属村（社区）。")
    year = clock.local(now).year
    return f"{county}{CENTRE_MARK}{year}{_next(f'case:{county}', year):07}"


def document_number(committee_id: int, committee_name: str, now: datetime) -> str:
    """`(2026)上河村人调字第3号` on the papers of one mediation committee."""
    year = clock.local(now).year
    return f"({year}){short_name(committee_name)}人调字第{_next(f'committee:{committee_id}', year)}号"


def paper_number(issuer, signed: str, mark: str, region_code: str, now: datetime) -> tuple[str, str, int, int]:
    """(`(2026)上河村人调终字第3号`, its series, year, place in the series) for one kind of document of one
    issuer, which signs with this name.

    All papers of a county wait at one gate first: a step that needs two numbers can then never wait for a step that
    needs the same two the other way round.
    """
    year = clock.local(now).year
    _next(f"papers:{region_code[:6]}", year)
    series = f"paper:{issuer.id if issuer else region_code[:6]}:{mark}"
    body = "人调" if issuer is not None and issuer.kind == "COMMITTEE" else "综治"
    sequence = _next(series, year)
    return f"({year}){short_name(signed)}{body}{mark}字第{sequence}号", series, year, sequence


def short_name(unit_name: str) -> str:
    """上河村人民调解委员会 → 上河村, 云溪县人民调解委员会 → 云溪, 云溪县综治中心 → 云溪."""
    short = re.sub("(人民调解委员会|调解委员会|调委会|(社会治安)?综合治理中心|综治中心)$", "", unit_name)
    return short.removesuffix("县") if short != "县" else short


def number_case(case: Case, now: datetime) -> str:
    """Give a case its number, once."""
    if case.case_no is None:
        case.case_no = case_number(case.region_code, now)
    return case.case_no


def _next(series: str, year: int) -> int:
    insert = (sqlite if is_sqlite() else postgresql).insert(CaseCounter).values(series=series, year=year, last=1)
    return db.session.execute(
        insert.on_conflict_do_update(index_elements=["series", "year"], set_={"last": CaseCounter.last + 1})
        .returning(CaseCounter.last)).scalar_one()
