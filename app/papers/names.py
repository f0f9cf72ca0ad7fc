"""File names as they are kept and given out: only a name, no path, nothing that a screen or a disk could stumble over."""

import re
import unicodedata

from app.papers.contents import SUFFIXES

LONGEST = 100
_ODD = re.compile(r'[<>:"/\\|?*\u0000-\u001f\u007f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe(name: str, content_type: str) -> str:
    """The last part of what the browser said, without control and direction marks, ending as the content demands."""
    last = re.split(r"[\\/]", name or "")[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in ("Cf", "Cc", "Cs", "Co", "Cn"))
    stem = _ODD.sub("_", kept).strip(" .")
    suffix = SUFFIXES.get(content_type, "")
    if "." in stem:
        stem = stem.rpartition(".")[0].strip(" .") or stem
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"材料{stem}"
    return stem[:LONGEST - len(suffix)] + suffix
