"""Set every text as a Word file under app/documents/shipped. The same text gives the same file."""

import sys
from pathlib import Path

from app.documents import filling
from app.documents.drafting import setting

TEXTS = Path(__file__).parent / "texts"
SHIPPED = Path(__file__).parents[1] / "shipped"


def main(*keys: str) -> None:
    for text in sorted(TEXTS.glob("*.txt")):
        if not keys or text.stem in keys:
            made = filling.undated(setting.docx_of(text.read_text(encoding="utf-8")))
            (SHIPPED / f"{text.stem}.docx").write_bytes(made)
            print(text.stem)


if __name__ == "__main__":
    main(*sys.argv[1:])
