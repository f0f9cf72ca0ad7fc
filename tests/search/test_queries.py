"""What a text finds, for whom, and that neither many cases nor common words make it slow."""

import pytest
import sqlalchemy as sa

from app.cases import permissions as case_permissions
from app.cases.models import Case
from app.db import db, is_sqlite, unit_of_work
from app.errors import Invalid
from app.papers import permissions as paper_permissions
from app.papers import title_index
from app.papers.models import Paper
from app.search import queries
from tests import cast as people
from tests.cases.situations import a_case
from tests.search.conftest import CARD, NUMBER, PAPER_NUMBER, PHONE

LEVELS = ("OPEN", "TERMS", "NOTES", "PROTECTED", "SEALED")


@pytest.fixture
def finding(cast):
    return lambda text, who=people.MEDIATOR: queries.Finding(text, cast.actor(who))


def titles(page) -> list[str]:
    return [row[0].title for row in page.items]


@pytest.mark.parametrize("text", [NUMBER, NUMBER[:12], NUMBER.lower(), "宅基地", "边界", "王长河", "长河", "老槐树", "移走槐树"])
def test_a_case_is_found_by_number_title_party_and_what_was_told(case, finding, text):
    assert titles(finding(text).cases()) == ["宅基地边界纠纷"]


@pytest.mark.parametrize("text", ["地契", "1987年", "scan0001", "SCAN"])
def test_a_paper_is_found_by_its_title_and_its_files_name(case, put, finding, text):
    put("老宅地契1987年", file_name="Scan0001.jpg")
    put("院墙照片")
    assert titles(finding(text).papers()) == ["老宅地契1987年"]


def test_a_withdrawn_paper_is_not_found(case, put, finding):
    paper = put("老宅地契")
    with unit_of_work():
        db.session.execute(sa.update(Paper).where(Paper.id == paper.id).values(withdrawn_at=paper.added_at))
    assert titles(finding("地契").papers()) == []


@pytest.mark.parametrize("text", [PAPER_NUMBER, "（2026）上河村人调终字第3号", "终字第3号"])
def test_a_document_is_found_by_its_number_with_either_brackets(case, finding, text):
    assert titles(finding(text).documents()) == ["终止调解告知书"]


def test_an_excerpt_shows_where_the_case_tells_it(case, finding):
    assert finding("槐树").excerpt(case) == ("两家为一棵老", "槐树", "争了三年。")
    assert finding("边界").excerpt(case) is None


@pytest.mark.parametrize("text", ["", " ", "张"])
def test_what_is_too_short_is_refused(cast, finding, text):
    with pytest.raises(Invalid, match="短"):
        finding(text)


def test_wildcards_are_letters(case, put, finding):
    put("老宅地契")
    for text in ("%%", "__", "宅%纠"):
        found = finding(text)
        assert not found.cases().items and not found.papers().items and not found.documents().items


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_finds_nothing(case, put, finding, who):
    put("老宅地契")
    for text in (NUMBER, "宅基地", "王长河", "老槐树", "地契", "照片", PAPER_NUMBER, "终字"):
        found = finding(text, who)
        assert not found.cases().items and not found.papers().items and not found.documents().items, text
        assert not found.tasks().lines and not found.tasks().boxes, text
        with unit_of_work():
            assert not found.parties().items, text
    assert queries.case_numbered(NUMBER, found.actor) is None


def test_lists_and_rows_agree_on_which_papers_of_which_case_somebody_may_open(cast, case, put):
    """Every level, before everybody: the condition for any case says what the one for this case says."""
    papers = {level: put(f"材料{level}", who=people.WINDOW if level == "OPEN" else people.VILLAGE_HEAD, level=level) for level in LEVELS}
    with unit_of_work():
        db.session.execute(sa.update(Paper).values(added_by_id=None))
        db.session.execute(sa.update(Case).values(route="LITIGATION"))
    case = db.session.get(Case, case.id, populate_existing=True)
    seen = set()
    for username in cast.users:
        actor = cast.actor(username)
        listed = set(db.session.scalars(sa.select(Paper.id).join(Case, Case.id == Paper.case_id).where(
            paper_permissions.visible_anywhere(actor))))
        by_row = {paper.id for level, paper in papers.items() if case_permissions.may_see(case, actor)
                  and level in paper_permissions.levels_for(case, actor)}
        assert listed == by_row, username
        seen.add(frozenset(listed))
    assert len(seen) >= 4


def test_a_kept_apart_paper_is_found_by_nobody_who_may_not_open_it(case, put, finding):
    for level in LEVELS:
        put(f"地契{level}", level=level)
    found = {who: {title[2:] for title in titles(finding("地契", who).papers())}
             for who in (people.VILLAGE_HEAD, people.SUPERVISOR, people.DIRECTOR)}
    assert found[people.VILLAGE_HEAD] == set(LEVELS)
    assert found[people.SUPERVISOR] == {"OPEN"}
    assert found[people.DIRECTOR] == {"OPEN", "TERMS"}


def test_where_a_protected_party_can_be_reached_finds_nobody(case, finding):
    with unit_of_work():
        case.parties[0].protected = True
    with unit_of_work():
        assert not finding(PHONE).parties().items
    assert queries.is_of_a_party(PHONE, finding(PHONE).actor) and queries.is_of_a_party(CARD, finding(PHONE).actor)
    assert not queries.is_of_a_party(NUMBER[:10], finding(PHONE).actor) and not queries.is_of_a_party("王长河", finding(PHONE).actor)


def test_a_common_word_is_looked_for_in_the_newest_within_reach(cast, case, put, finding, monkeypatch):
    monkeypatch.setattr("app.cases.word_index.MOST", 1)
    monkeypatch.setattr(title_index, "MOST", 0)
    put("地契")
    a_case(case_no="990121ZZ20260000002", tier="VILLAGE", title="宅基地边界外村", region_code="990121101200")
    newer = a_case(case_no="990121ZZ20260000003", tier="VILLAGE", title="宅基地边界新案", lead_unit_id=cast.unit("上河村"))
    found = finding("宅基地边界", people.VILLAGE_HEAD)
    assert titles(found.cases()) == [newer.title, case.title] and titles(found.papers()) == []
    assert titles(finding("地契", people.VILLAGE_HEAD).papers()) == ["地契"]


def test_groups_come_in_pages(cast, finding):
    for number in range(7):
        a_case(case_no=f"990121ZZ2026000010{number}", tier="VILLAGE", title="鱼塘承包", mediator_id=cast.user(people.MEDIATOR))
    found = finding("鱼塘")
    assert found.cases().has_next and len(found.cases().items) == 5
    assert [len(found.cases(page, 4).items) for page in (1, 2)] == [4, 3]


def test_the_words_of_papers_lead_and_no_table_is_walked(cast, case, put):
    put("老宅地契")
    few = title_index.few_with("地契")
    query = sa.select(Paper.id).join(Case, Case.id == Paper.case_id).where(
        Paper.id.in_(few), title_index.mentions("地契"), paper_permissions.visible_anywhere(cast.actor(people.MEDIATOR)))
    connection = db.session.connection()
    if not is_sqlite():
        for setting in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL {setting} = off")
    compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = "\n".join(str(line[-1]) for line in connection.exec_driver_sql(
        f"{'EXPLAIN QUERY PLAN' if is_sqlite() else 'EXPLAIN'} {str(compiled).replace('%', '%%')}"))
    assert "SCAN paper" not in plan and "Seq Scan on paper" not in plan, plan
