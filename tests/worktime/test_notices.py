from datetime import date

import pytest

from app.errors import Invalid
from app.worktime import notices, official


def days(text: str) -> set[date]:
    return notices.days_of(2026, text, "off")


def test_a_notice_is_read_as_it_is_published():
    off = days("""一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。
        二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。
        三、清明节：4月4日（周六）至6日（周一）放假，共3天。
        四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。
        五、端午节：6月19日（周五）至21日（周日）放假，共3天。
        六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
        七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。""")
    assert off >= official.schedule(2026).off and len(off) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    make_up = days("1月4日（周日）、2月14日（周六）、2月28日（周六）、5月9日（周六）、9月20日（周日）、10月10日（周六）上班。")
    assert make_up == official.schedule(2026).make_up


@pytest.mark.parametrize("text", [
    "1月1日至3日", "1月1日～3日", "2026-01-01至2026-01-03", "2026-1-1、2026-1-2\n2026-1-3", "１月１日至３日",
    "2026年1月1日至2026年1月3日", "1/1 1/2 1/3", "1月1日和1月2日，1月3日"])
def test_dates_may_be_written_in_many_ways(text):
    assert days(text) == {date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)}


def test_nothing_is_nothing():
    assert days("  元旦、春节  ") == set()


def test_a_span_may_reach_over_the_end_of_a_month():
    assert len(days("9月28日至10月4日")) == 7


@pytest.mark.parametrize("text", ["2月30日", "13月1日", "1月3日至1日", "1月1日至3月1日", "明年1月", "20260101", "1月1日至", "1月1日abc2"])
def test_what_cannot_be_read_is_named(text):
    with pytest.raises(Invalid) as refused:
        days(f"5月1日、{text}")
    assert "看不懂" in refused.value.errors["off"][0]
