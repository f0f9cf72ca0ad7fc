"""The catalogue of clocks on screen: how long everything may take, by which rule, and who changed it when and why."""

from types import SimpleNamespace

from flask import Blueprint, flash, g, redirect, request, url_for

from app.access import needs
from app.cases import catalogue
from app.cases.clock_models import ClockKind
from app.db import unit_of_work
from app.errors import Invalid
from app.identity import audit, queries
from app.paging import page_of_list
from app.web.errors import FORM_REFUSED
from app.web.kit import page_number, render

blueprint = Blueprint("catalogue", __name__, url_prefix="/clocks", template_folder="templates")
UNITS = {"wd": "工作日", "cd": "日（自然日）", "mo": "个月", "h": "小时（不分昼夜）", "wh": "工作小时", "min": "分钟", "day": "当日"}
PER_PAGE = 25
FIELDS = {"limit": "时限", "unit": "单位", "red_limit": "高风险时限", "red_unit": "高风险单位", "basis": "依据", "is_default": "性质"}


def register(app) -> None:
    app.jinja_env.globals["in_words"] = catalogue.in_words


@blueprint.get("")
@needs("clock.read")
def listing():
    text, kind = request.args.get("q", "").strip()[:40], request.args.get("kind", "")
    found = catalogue.everything(text, kind)
    return render("cases/catalogue.html", page=page_of_list(found, page_number(), PER_PAGE), q=text, kind=kind,
                  kinds=catalogue.KINDS, as_shipped=catalogue.is_as_shipped)


@blueprint.get("/<clock_id>")
@needs("clock.read")
def one(clock_id):
    return _one(catalogue.kind_of(clock_id))


@blueprint.post("/<clock_id>")
@needs("clock.manage")
def change(clock_id):
    kind, form = catalogue.kind_of(clock_id), request.form
    reason = form.get("reason", "").strip()
    try:
        if not 1 <= len(reason) <= 200:
            raise Invalid(errors={"reason": ["请写明调整的理由，200 字以内。"]})
        with unit_of_work():
            catalogue.change(clock_id, _values(form), g.actor, reason)
    except Invalid as refused:
        return _one(kind, form, refused.errors), FORM_REFUSED
    flash(f"“{kind.name}”的时限已调整。已在计时的案件不变，新开始计时的按新值。")
    return redirect(url_for("catalogue.one", clock_id=clock_id))


def _values(form) -> dict:
    """What was typed, as the catalogue keeps it."""
    unit, red_unit = form.get("unit", ""), form.get("red_unit", "") or None
    return {"limit": _number(form.get("limit", ""), unit, "limit"), "unit": unit, "red_unit": red_unit,
            "red_limit": _number(form.get("red_limit", ""), red_unit, "red_limit"),
            "basis": form.get("basis", "").strip(), "is_default": form.get("is_default") == "1"}


def _number(text: str, unit: str | None, name: str) -> int | None:
    text = text.strip()
    if unit == "day":
        return 0
    if not text and name == "red_limit":
        return None
    if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 6):
        raise Invalid(errors={name: ["时限要填整数。"]})
    return int(text)


def _one(kind: ClockKind, form=None, errors: dict | None = None) -> str:
    return render("cases/catalogue_entry.html", kind=kind, form=form or _as_typed(kind), errors=errors, units=UNITS,
                  kinds=catalogue.KINDS, as_shipped=catalogue.is_as_shipped(kind),
                  shipped=catalogue.shipped().get(kind.id), history=_history(kind.id))


def _as_typed(kind: ClockKind) -> dict[str, str]:
    typed = {name: "" if (value := getattr(kind, name)) is None else str(value) for name in FIELDS}
    return {**typed, "is_default": "1" if kind.is_default else "0"}


def _history(clock_id: str) -> list[SimpleNamespace]:
    entries = audit.entries(catalogue.CHANGED, clock_id)
    names = queries.names_of({entry.actor_id for entry in entries if entry.actor_id})
    return [SimpleNamespace(at=entry.at, who=names.get(entry.actor_id, "系统"), reason=entry.details.get("reason"),
                            changes=_in_words(entry.details)) for entry in entries]


def _in_words(details: dict) -> list[str]:
    before, after = details.get("before", {}), details.get("after", {})
    return [f"{FIELDS[name]}：{_shown(name, before.get(name))} → {_shown(name, after[name])}" for name in FIELDS if name in after]


def _shown(name: str, value) -> str:
    if name == "is_default":
        return "默认值[D]" if value else "法规规定"
    if name.endswith("unit"):
        return UNITS.get(value, "无")
    return "无" if value in (None, "") else str(value)
