"""One person's or organisation's cases, and looking for them: only what the viewer reaches, and of the rest nothing, not
even that it exists. Nothing here is counted, rated or watched: the dispute is scored, never the person (docs/adr/0014)."""

import re
from typing import NamedTuple

import sqlalchemy as sa

from app.cases import identity_papers, masking, party_keys, permissions, word_index
from app.cases.models import Case, Party
from app.db import db
from app.errors import Invalid, NotFound
from app.identity import audit
from app.paging import Page, page_of

MOST_SIMILAR, MOST_CONTACTS = 20, 100


class PartyPage(NamedTuple):
    """`party`: as they were taken down last. `sheltered`: one of their cases here protects them, so all do. `cases`: a
    page of (Party, Case), newest first. `similar`: the same telephone and name under another number or none."""

    party: Party
    sheltered: bool
    cases: Page
    similar: list


def party_page(key: str, actor, page: int = 1) -> PartyPage:
    """Raises NotFound where no case within reach has this party."""
    found = page_of(_reached(actor).where(Party.same_key == key).order_by(Party.case_id.desc(), Party.id.desc()), page)
    newest = db.session.execute(_reached(actor).where(Party.same_key == key).order_by(Party.case_id.desc(), Party.id.desc())
                                .limit(1)).first() if party_keys.is_key(key) else None
    if newest is None:
        raise NotFound("没有找到这名当事人：地址有误，或者相关案件不在您的权限范围内。")
    return PartyPage(newest[0], _is_sheltered(key, actor), found, _similar(key, actor))


def look_for(text: str, actor, page: int = 1) -> Page:
    """Parties by whole name, part of an organisation's name, telephone, number or its last 4 to 6 characters: one line for
    each, as (Party, Case) of the newest case. The search is written down. Raises Invalid for what is too short."""
    wanted = "".join(text.split())
    which, how = _meant(wanted)
    audit.keep("party_searched", masking.name(wanted) if how == "name" else masking.id_number(wanted), actor.id, how=how)
    same = sa.func.coalesce(Party.same_key, sa.cast(Party.id, sa.String))
    newest = (sa.select(sa.func.max(Party.id)).join(Case, Case.id == Party.case_id)
              .where(which, Case.case_no.is_not(None), permissions.visible_to(actor)).group_by(same))
    return page_of(sa.select(Party, Case).join(Case, Case.id == Party.case_id).where(Party.id.in_(newest))
                   .order_by(Party.id.desc()), page)


def _meant(text: str):
    """(the condition, what kind of text it is). Where a protected person can be reached is not looked up by anybody."""
    if identity_papers.is_phone(text):
        return sa.and_(Party.phone == text, Party.protected.is_(False)), "phone"
    if re.fullmatch(r"\d{3,5}[\dXx]", text):
        return sa.and_(Party.id_end == text[-party_keys.END:].upper(), sa.func.upper(Party.id_no).endswith(text.upper())), "end"
    if re.fullmatch(r"[0-9A-Za-z]{7,30}", text):
        return Party.id_no.in_((text, text.upper(), text.lower())), "number"
    if len(text) < 2 or text.isdigit():
        raise Invalid("查不了这么短的内容。", errors={"text": ["请填写完整姓名、电话、证件号码，或证件号码的最后4至6位。"]})
    return _called(text), "name"


def _called(text: str):
    few = word_index.few_with(text)
    whole = Party.name == text
    return whole if few is None else sa.and_(Party.case_id.in_(few), sa.or_(
        whole, sa.and_(Party.kind == "ORG", Party.name.contains(text, autoescape=True))))


def _reached(actor) -> sa.Select:
    return sa.select(Party, Case).join(Case, Case.id == Party.case_id).where(
        Case.case_no.is_not(None), permissions.visible_to(actor))


def _is_sheltered(key: str, actor) -> bool:
    return db.session.execute(_reached(actor).where(Party.same_key == key, Party.protected).limit(1)).first() is not None


def _similar(key: str, actor) -> list:
    """By the contacts of their newest cases: whoever has hundreds of cases has had the same few for long."""
    newest = _reached(actor).with_only_columns(Party.contact_key).where(Party.same_key == key, Party.contact_key.is_not(None))
    contacts = set(db.session.scalars(newest.order_by(Party.case_id.desc()).limit(MOST_CONTACTS)))
    return db.session.execute(_reached(actor).where(Party.contact_key.in_(contacts), Party.same_key != key)
                              .order_by(Party.case_id.desc()).limit(MOST_SIMILAR)).all() if contacts else []
