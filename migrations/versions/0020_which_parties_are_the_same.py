"""which parties are the same"""

import hashlib
import hmac
import re

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0020"
down_revision = "0019"

NEW = {"same_key": 32, "contact_key": 32, "id_end": 4}
INDEXES = (["same_key", "case_id"], ["contact_key", "case_id"], ["id_end"])
AT_ONCE = 5000


def upgrade() -> None:
    for name, length in NEW.items():
        op.add_column("party", sa.Column(name, sa.String(length=length), nullable=True))
    fill()
    with op.batch_alter_table("party", schema=None) as batch_op:
        for columns in INDEXES:
            batch_op.create_index(batch_op.f(f"ix_party_{'_'.join(columns)}"), columns, unique=False)


def fill() -> None:
    """The keys of parties that are there already, as app/cases/party_keys.py counts them."""
    party = sa.table("party", *(sa.column(name) for name in ("id", "name", "phone", "id_type", "id_no", *NEW)))
    change = sa.update(party).where(party.c.id == sa.bindparam("which")).values({name: sa.bindparam(f"new_{name}") for name in NEW})
    connection, last = op.get_bind(), 0
    while rows := connection.execute(sa.select(party).where(party.c.id > last).order_by(party.c.id).limit(AT_ONCE)).all():
        connection.execute(change, [keys_of(row) for row in rows])
        last = rows[-1].id


def keys_of(row) -> dict:
    number, called = "".join((row.id_no or "").split()).upper(), "".join((row.name or "").split()).casefold()
    digits = re.sub(r"\D", "", row.phone or "")
    contact = hashed("contact", digits, called) if digits and called else None
    by_number = hashed("number", row.id_type or "ID_CARD", number) if number else None
    return {"which": row.id, "new_same_key": by_number or contact, "new_contact_key": contact, "new_id_end": number[-4:] or None}


def hashed(*words: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, "\0".join(("party", *words)).encode(), hashlib.sha256).hexdigest()[:32]


def downgrade() -> None:
    with op.batch_alter_table("party", schema=None) as batch_op:
        for columns in INDEXES:
            batch_op.drop_index(batch_op.f(f"ix_party_{'_'.join(columns)}"))
    for name in NEW:
        op.drop_column("party", name)
