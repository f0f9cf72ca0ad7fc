"""A list as a file in the browser: download it, bring it back, look at the differences, then take them over."""

from flask import Response, flash, g, redirect, request, url_for

from app.access import needs
from app.catalogues import actions, exchange, pages
from app.catalogues.lists import LISTS
from app.db import unit_of_work
from app.errors import Invalid, NotFound
from app.web.errors import FORM_REFUSED
from app.web.kit import render

_KINDS = {"json": (exchange.as_json, "application/json"), "csv": (exchange.as_csv, "text/csv; charset=utf-8")}


@pages.blueprint.get("/<list_key>/file.<kind>")
@needs("catalogue.read")
def download(list_key: str, kind: str):
    if list_key not in LISTS or kind not in _KINDS:
        raise NotFound()
    write, mimetype = _KINDS[kind]
    return Response(write(list_key), content_type=mimetype,
                    headers={"Content-Disposition": f'attachment; filename="{list_key}.{kind}"'})


@pages.blueprint.get("/<list_key>/import")
@needs("catalogue.manage")
def choose(list_key: str):
    return _page(list_key)


@pages.blueprint.post("/<list_key>/import")
@needs("catalogue.manage")
def preview(list_key: str):
    """What the file would change; nothing is changed yet."""
    try:
        text = _text()
        return _page(list_key, text, found=exchange.differences(list_key, exchange.read(list_key, text)))
    except Invalid as refused:
        return _page(list_key, request.form.get("content", ""), refused.errors), FORM_REFUSED


@pages.blueprint.post("/<list_key>/import/takeover")
@needs("catalogue.manage")
def take_over(list_key: str):
    text = request.form.get("content", "")
    try:
        rows = exchange.read(list_key, text)
        found = exchange.differences(list_key, rows)
    except Invalid as refused:
        return _page(list_key, text, refused.errors), FORM_REFUSED
    try:
        with unit_of_work():
            changed = actions.load(list_key, rows, request.form.get("reason", ""), g.actor)
    except Invalid as refused:
        errors = refused.errors if "reason" in refused.errors else {"reason": [refused.message]}
        return _page(list_key, text, errors, found), FORM_REFUSED
    flash(f"已导入，改动 {changed} 项。")
    return redirect(url_for(".listing", list_key=list_key))


def _text() -> str:
    """Of the file chosen, or of what was pasted."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return request.form.get("content", "")
    content = file.read(4 * exchange.MOST_CHARACTERS)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(errors={"file": ["文件的编码读不懂，请另存为 UTF-8 后再导入。"]})


def _page(list_key: str, text: str = "", errors: dict | None = None, found=None) -> str:
    if list_key not in LISTS:
        raise NotFound()
    return render("catalogues/import.html", of=LISTS[list_key], content=text, errors=errors, found=found,
                  reason=request.form.get("reason", ""))
