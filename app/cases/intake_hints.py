"""While a dispute is taken down: has it come before, and is this party known? Only about the dispute: without its subject
nothing is said, so that nobody is announced as somebody who comes often (docs/adr/0014)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app import clock, observe
from app.cases import hint_questions, identity_papers, masking, party_keys, permissions, thresholds
from app.cases.models import Case, Party
from app.cases.statuses import STATUSES
from app.db import db
from app.errors import NotFound
from app.identity import audit

BEYOND = "可能已有登记，提交后由分流研判员核对。"
"""All that is said of cases out of reach."""
PAUSED = "您一小时内查重的当事人过多，{} 以前不再提示是否已有登记。请继续登记，提交后由分流研判员核对。"
MOST_LOOKED_AT, MOST_SHOWN, MOST_ROWS = 50, 5, 20
_TOLD = {"name": "name", "gender": "gender", "legalRep": "legal_rep", "ethnicity": "ethnicity", "occupation": "occupation",
         "needs": "needs"}
_WHERE = {"phone": "phone", "address": "address", "regionCode": "region_code", "domicile": "domicile", "employer": "employer"}


def similar(entries: Sequence[Mapping[str, Any]], subject: str | None, actor, now: datetime) -> dict[str, Any]:
    """{cases: [{caseNo, title, status}] within reach, beyond: a sentence or None} for the same parties and subject lately; instead
    {paused: a sentence} for who asked about too many. What was told is written down. Needs an open unit of work."""
    keys = _keys(entries)
    if not keys or not subject:
        return {"cases": [], "beyond": None}
    try:
        is_new = hint_questions.ask(keys, subject, actor, now)
    except hint_questions.TooMany as refused:
        observe.instrument("party.hints_paused", by=actor.id)
        return {"cases": [], "beyond": None, "paused": PAUSED.format(f"{clock.local(refused.until):%H:%M}")}
    found = _same(keys, subject, now)
    seen = db.session.scalars(sa.select(Case).where(Case.id.in_(found), permissions.visible_to(actor)).order_by(Case.id.desc())).all()
    outside = [case for case in found if case not in {one.id for one in seen} and not found[case]]
    if is_new and found:
        _write_down([case.id for case in seen], outside, actor)
    shown = [{"caseNo": case.case_no, "title": case.title, "status": STATUSES[case.status]} for case in seen[:MOST_SHOWN]]
    return {"cases": shown, "beyond": BEYOND if outside else None}


def _write_down(within: list[int], beyond: list[int], actor) -> None:
    """As looking at a whole party is: who was told of which cases, though the sentence names none of those out of reach."""
    if within or beyond:
        audit.keep("party_hinted", "登记时提示可能重复", actor.id, within=within, beyond=beyond)
        observe.instrument("party.hinted", by=actor.id, within=len(within), beyond=len(beyond))


def known_rows(entries: Sequence[Mapping[str, Any]], actor) -> list[int]:
    """Which rows bear a complete number that a party of a case within reach has, too."""
    keys = [(row, _number_key(entry)) for row, entry in enumerate(entries[:MOST_ROWS])]
    there = set(db.session.scalars(_reached(actor, [key for _, key in keys if key]).with_only_columns(Party.same_key).distinct()))
    return [row for row, key in keys if key in there]


def known_party(entry: Mapping[str, Any], actor) -> dict[str, Any]:
    """The fields of a form's row as they were taken down last within reach; asked for, and written down. Whereabouts of
    whom a case protects are not among them."""
    key = _number_key(entry)
    rows = db.session.scalars(_reached(actor, [key] if key else []).order_by(Party.id.desc()).limit(MOST_LOOKED_AT)).all()
    if not rows:
        raise NotFound("在您权限范围内的案件里没有这个证件号码的登记，请照常填写。")
    audit.keep("party_prefilled", masking.id_number(str(entry["idNo"])), actor.id)
    fields = _TOLD if any(party.protected for party in rows) else _TOLD | _WHERE
    told = {name: getattr(rows[0], column) for name, column in fields.items()}
    return {"partyKind": rows[0].kind, **{name: value for name, value in told.items() if value}}


def _keys(entries: Sequence[Mapping[str, Any]]) -> set[str]:
    return {key for entry in entries[:MOST_ROWS]
            for key in (_number_key(entry), party_keys.of_contact(_text(entry, "phone"), _text(entry, "name"))) if key}


def _same(keys: set[str], subject: str, now: datetime) -> dict[int, bool]:
    """{case id: whether the party found in it is protected}"""
    since = now - timedelta(days=thresholds.value("duplicateDays"))
    rows = db.session.execute(
        sa.select(Case.id, Party.protected).join(Party, Party.case_id == Case.id)
        .where(sa.or_(Party.same_key.in_(keys), Party.contact_key.in_(keys)), Case.subject == subject, Case.registered_at >= since,
               Case.case_no.is_not(None), Case.status.not_in(("MERGED", "VOID")),
               sa.or_(Case.matter_kind.is_(None), Case.matter_kind != permissions.SEALED))
        .order_by(Case.id.desc()).limit(MOST_LOOKED_AT)).all()
    return {case: any(shelter for other, shelter in rows if other == case) for case, _ in rows}


def _reached(actor, keys: list[str]) -> sa.Select:
    return sa.select(Party).join(Case, Case.id == Party.case_id).where(
        Party.same_key.in_(keys), Case.case_no.is_not(None), permissions.visible_to(actor))


def _number_key(entry: Mapping[str, Any]) -> str | None:
    """Of a number that is complete and right, so that nobody gropes for people with halves of one."""
    number, kind = _text(entry, "idNo") or "", _text(entry, "idType") or "ID_CARD"
    right = {"ID_CARD": identity_papers.is_identity_card, "USCC": identity_papers.is_credit_code}.get(kind)
    return party_keys.of_number(kind, number) if right and right(number) else None


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return value[:100] if isinstance(value, str) else None
