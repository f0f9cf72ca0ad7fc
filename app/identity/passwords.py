"""Passwords: what is accepted, and how they are kept (Argon2id)."""

import secrets
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.config import Config
from app.errors import Invalid

SHORTEST, LONGEST = 8, 128
POLICY = "密码要 8 到 128 位，同时有字母和数字，不能包含用户名，也不能是常见密码。"

_COMMON = frozenset((
    "a1234567", "a12345678", "abc12345", "abc123456", "abcd1234", "admin123", "admin1234", "aa123456", "asd12345",
    "iloveyou1", "password1", "password123", "passw0rd", "p@ssw0rd", "q1w2e3r4", "qq123456", "qwer1234", "qwerty123",
    "root1234", "test1234", "welcome1", "woaini1314", "woaini520", "zxcv1234", "1q2w3e4r", "1qaz2wsx", "123456aa",
    "12345678a", "123456789a", "1234qwer", "123qweasd", "hejie123", "hejie2026",
))


def check_policy(password: str, username: str) -> None:
    """Refuse a password that is short, plain, common or contains the user name."""
    plain = password.casefold()
    sound = (
        SHORTEST <= len(password) <= LONGEST
        and any(character.isalpha() for character in password)
        and any(character.isdigit() for character in password)
        and plain not in _COMMON
        and username.casefold() not in plain
        and not any(unicodedata.category(character) in ("Cc", "Cs") for character in password)
    )
    if not sound:
        raise Invalid(POLICY, errors={"password": [POLICY]})


def hash_of(password: str, settings: Config) -> str:
    return _hasher(settings.argon2_time_cost, settings.argon2_memory_kib).hash(password)


def fits(password: str, kept: str | None, settings: Config) -> bool:
    """Whether this is the password; without a kept hash it takes just as long and is never right."""
    hasher = _hasher(settings.argon2_time_cost, settings.argon2_memory_kib)
    nobody = _hash_of_nobody(settings.argon2_time_cost, settings.argon2_memory_kib)
    try:
        hasher.verify(kept or nobody, password[:LONGEST].encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= LONGEST


def needs_rehash(kept: str, settings: Config) -> bool:
    """The cost in the settings has changed since this hash was made."""
    return _hasher(settings.argon2_time_cost, settings.argon2_memory_kib).check_needs_rehash(kept)


@lru_cache(maxsize=8)
def _hasher(time_cost: int, memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)


@lru_cache(maxsize=8)
def _hash_of_nobody(time_cost: int, memory_kib: int) -> str:
    return _hasher(time_cost, memory_kib).hash(secrets.token_hex(16))
