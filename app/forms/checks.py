"""Rules of the field about single values: identity numbers, credit codes, telephone numbers (handbook §6.5)."""

import re
from collections.abc import Callable
from datetime import date

PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}", re.ASCII)

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def id_number_fault(text: str, today: date) -> str | None:
    """What is wrong with an 18-digit resident identity number (GB 11643: mod 11-2 and a real birth date), or None."""
    number = text.upper()
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        return "应是18位身份证号（最后一位可以是X），请核对"
    born = birth_date(number)
    if born is None or born > today or born.year < 1900:
        return "中的出生日期不对，请对照身份证核对第7到14位"
    if _ID_CHECK[sum(int(sign) * weight for sign, weight in zip(number, _ID_WEIGHTS, strict=False)) % 11] != number[17]:
        return "校验位不对，多半有一位写错了，请对照身份证核对"
    return None


def birth_date(number: str) -> date | None:
    """The birth date within an 18-digit identity number."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def credit_code_fault(text: str, today: date) -> str | None:
    """What is wrong with an 18-sign unified social credit code (GB 32100, mod 31), or None."""
    code = text.upper()
    if len(code) != 18 or any(sign not in _USCC_SIGNS for sign in code):
        return "应是18位统一社会信用代码（数字和大写字母，没有I、O、S、V、Z），请核对"
    total = sum(_USCC_SIGNS.index(sign) * weight for sign, weight in zip(code, _USCC_WEIGHTS, strict=False))
    if _USCC_SIGNS[(31 - total % 31) % 31] != code[17]:
        return "校验位不对，多半有一位写错了，请对照营业执照核对"
    return None


def phone_fault(text: str, today: date) -> str | None:
    """What is wrong with a mainland mobile or land-line number, or None."""
    return None if PHONE.fullmatch(text) else "应是11位手机号，或带区号的座机如0991-2345678，请核对"


BY_NAME: dict[str, Callable[[str, date], str | None]] = {
    "idNo": id_number_fault,
    "uscc": credit_code_fault,
    "phone": phone_fault,
}
"""property `check` → rule for a text"""

ID_KINDS = {"ID_CARD": "idNo", "USCC": "uscc"}
"""A sibling `idType` says what an `idNo` is: identity card and credit code have rules, passports have none."""

MOMENT_CHECKS = {"notFuture", "future", "after", "before"}
"""property `check` → rule for a date, "after:<key>" and "before:<key>" name the sibling to compare with"""
