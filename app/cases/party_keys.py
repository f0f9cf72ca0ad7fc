"""Which parties of different cases are the same person or organisation (docs/adr/0014). There is no row about anybody: two
keyed hashes stand on each party of a case, and parties with the same hash are the same.

Whoever reads addresses in a log or on a screen learns nothing from a key, and nobody can try out numbers without the secret.
"""

import hashlib
import hmac
import re

import sqlalchemy as sa

from app.cases.models import Party
from app.db import db, unit_of_work

AT_ONCE = 2000
LENGTH = 32
END = 4
"""So many last characters of a number stand in a column of their own, for people who read them from half a copy."""
_secret = b""


def keyed_with(secret: str) -> None:
    """Said once when the application is put together. Another secret needs `flask key-parties`."""
    global _secret
    _secret = secret.encode()


def of_number(id_type: str | None, id_no: str | None) -> str | None:
    """The key of a paper's number; a passport and a permit with one number are two."""
    number = _plain(id_no).upper()
    return _hash("number", id_type or "ID_CARD", number) if number else None


def of_contact(phone: str | None, name: str | None) -> str | None:
    """The key of a telephone and a name together; neither alone says who it is."""
    digits, called = re.sub(r"\D", "", phone or ""), _plain(name).casefold()
    return _hash("contact", digits, called) if digits and called else None


def put_on(party: Party) -> None:
    """The keys of what is known now. `same_key`: the best there is, the number's before the contact's."""
    party.contact_key = of_contact(party.phone, party.name)
    party.same_key = of_number(party.id_type, party.id_no) or party.contact_key
    party.id_end = _plain(party.id_no).upper()[-END:] or None


def key_all() -> int:
    """Write the keys of all parties anew, some thousand in one transaction each; returns how many parties there are."""
    last = done = 0
    while True:
        with unit_of_work():
            some = db.session.scalars(sa.select(Party).where(Party.id > last).order_by(Party.id).limit(AT_ONCE)).all()
            for party in some:
                put_on(party)
            last, done = some[-1].id if some else last, done + len(some)
        db.session.expunge_all()
        if len(some) < AT_ONCE:
            return done


def is_key(text: str) -> bool:
    return re.fullmatch(rf"[0-9a-f]{{{LENGTH}}}", text) is not None


def _hash(*words: str) -> str:
    return hmac.new(_secret, "\0".join(("party", *words)).encode(), hashlib.sha256).hexdigest()[:LENGTH]


def _plain(text: str | None) -> str:
    return "".join((text or "").split())


@sa.event.listens_for(Party, "before_insert")
@sa.event.listens_for(Party, "before_update")
def _known(_mapper, _connection, party: Party) -> None:
    put_on(party)
