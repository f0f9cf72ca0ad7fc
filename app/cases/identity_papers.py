"""Numbers on papers: identity cards (GB 11643), social credit codes (GB 32100), telephones. Pure."""

import re
from datetime import date

_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
ADULT_AGE = 18


def is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text))


def is_identity_card(text: str) -> bool:
    """18 characters with the right check character and a real birth date."""
    if not re.fullmatch(r"\d{17}[\dXx]", text) or birth_date_of(text) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _CARD_WEIGHTS, strict=False))
    return text[-1].upper() == _CARD_CHECKS[total % 11]


def birth_date_of(card: str | None) -> date | None:
    try:
        return date.fromisoformat(f"{card[6:10]}-{card[10:12]}-{card[12:14]}")
    except (TypeError, ValueError):
        return None


def gender_of(card: str) -> str:
    """男 or 女, by the last but one digit of a right number."""
    return "男" if int(card[16]) % 2 else "女"


def is_credit_code(text: str) -> bool:
    """18 characters of the code's alphabet with the right check character."""
    text = text.upper()
    if len(text) != 18 or any(char not in _CREDIT_ALPHABET for char in text):
        return False
    total = sum(_CREDIT_ALPHABET.index(char) * weight for char, weight in zip(text, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_ALPHABET.index(text[-1]) == (31 - total % 31) % 31


def age_on(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_minor(birth: date | None, day: date) -> bool:
    return birth is not None and age_on(birth, day) < ADULT_AGE
