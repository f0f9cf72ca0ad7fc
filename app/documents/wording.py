"""Days, sums and numbers as they stand on papers. Pure."""

import re
from datetime import date, datetime
from decimal import Decimal

_DIGITS = "〇一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
MOST = Decimal(10) ** 16


def day(when: date) -> str:
    """2026年3月4日."""
    return f"{when.year}年{when.month}月{when.day}日"


def day_in_characters(when: date) -> str:
    """二〇二六年三月四日, as a document is dated."""
    return f"{''.join(_DIGITS[int(digit)] for digit in str(when.year))}年{_below_hundred(when.month)}月{_below_hundred(when.day)}日"


def count(number: int) -> str:
    """三, as the copies of a paper are counted (两, not 二); from a hundred on in digits."""
    return "两" if number == 2 else _below_hundred(number) if 0 < number < 100 else str(number)


def moment(when: datetime) -> str:
    """2026年3月4日9时30分; on the hour without minutes."""
    return f"{day(when)}{when.hour}时" + (f"{when.minute}分" if when.minute else "")


def typed_moment(text: str) -> str:
    """A day or moment as forms keep it (2026-03-04, 2026-03-04T09:30+08:00) in words; anything else as it is."""
    try:
        if _DAY.fullmatch(text):
            return day(date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            return moment(datetime.fromisoformat(text))
    except ValueError:
        pass
    return text


def number(value: float | Decimal) -> str:
    """25000, 3.5: no needless noughts."""
    plain = f"{Decimal(str(value)):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def sum_in_capitals(value: float | Decimal) -> str:
    """25000.5 → 贰万伍仟元伍角, as sums stand on receipts and agreements; empty for what is no sum."""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    if not 0 <= amount < MOST:
        return ""
    whole, cents = int(amount), int(amount * 100) % 100
    text = (_capital(whole) + "元") if whole or not cents else ""
    if not cents:
        return text + "整"
    tenths, hundredths = divmod(cents, 10)
    gap = "零" if whole and not tenths else ""
    return text + gap + (f"{_CAPITALS[tenths]}角" if tenths else "") + (f"{_CAPITALS[hundredths]}分" if hundredths else "")


def _capital(whole: int) -> str:
    if not whole:
        return "零"
    groups = []
    while whole:
        whole, group = divmod(whole, 10000)
        groups.append(group)
    text = ""
    for place, group in reversed(list(enumerate(groups))):
        if group:
            text += ("零" if text and (group < 1000 or text.endswith("#")) else "") + _group(group) + _GROUPS[place]
        elif text and not text.endswith("#"):
            text += "#"
        text = text.replace("#零", "零").replace("##", "#")
    return text.replace("#", "")


def _group(value: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10 ** place % 10
        if digit:
            text += ("零" if gap and text else "") + _CAPITALS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text


def _below_hundred(value: int) -> str:
    tens, ones = divmod(value, 10)
    return {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
