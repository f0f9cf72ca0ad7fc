"""What frontend/ built: plain names to hashed files, by dist/manifest.json; and how they are served."""

import json
import mimetypes
from pathlib import Path

from flask import Response, current_app, request, send_from_directory, url_for

from app.access import public

STATIC = Path(__file__).parent / "static"
MANIFEST = STATIC / "dist" / "manifest.json"
FOREVER = 365 * 24 * 3600
"""Hashed names never change their content."""


def asset(name: str) -> str | None:
    """The address of a built file ("page.js"); None when the front end was not built (the layout says so)."""
    hashed = _manifest().get(name)
    return url_for("web.static", name=f"dist/{hashed}") if hashed else None


def icon_address(name: str) -> str:
    """The address of one icon in the built sprite."""
    return f"{asset('icons.svg') or ''}#{name}"


@public
def static(name: str) -> Response:
    """A file below app/web/static, packed if the build packed it and the browser takes it so."""
    hashed = name.startswith("dist/") and "/" not in name.removeprefix("dist/")
    packed = hashed and "gzip" in request.accept_encodings and (STATIC / f"{name}.gz").is_file()
    response = send_from_directory(STATIC, f"{name}.gz" if packed else name, max_age=FOREVER if hashed else 300,
                                   mimetype=mimetypes.guess_type(name)[0])
    if hashed:
        response.vary.add("Accept-Encoding")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.cache_control.public = True
        response.cache_control.immutable = True
    return response


def _manifest() -> dict[str, str]:
    kept = current_app.extensions.setdefault("hejie_assets", {"changed": 0, "names": {}})
    try:
        changed = MANIFEST.stat().st_mtime_ns
        if changed != kept["changed"]:
            kept.update(changed=changed, names=json.loads(MANIFEST.read_text("utf-8")))
    except (OSError, ValueError):
        kept.update(changed=0, names={})
    return kept["names"]
