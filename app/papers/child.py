"""The killable child of inspecting.py: reads one foreign file, with limits on time and memory.

    python -m app.papers.child look FILE            → {"content_type", "pages"} or {"refused"}
    python -m app.papers.child draw FILE TYPE PAGE WIDTH OUT   writes a JPEG → {} or {"refused"}
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from app.papers import contents, drawing

CPU_SECONDS = 40
MOST_MEMORY = 1536 * 1024 * 1024


def main(task: str, file: str, *rest: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    try:
        found = asdict(contents.look(Path(file))) if task == "look" else _draw(file, *rest)
    except contents.Refused as refused:
        found = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        found = {"refused": "这份文件太复杂，读不下去，请拆分或转成普通的 PDF 再上传。"}
    print(json.dumps(found))


def _draw(file: str, content_type: str, page: str, width: str, out: str) -> dict:
    drawing.draw(Path(file), content_type, int(page), int(width), Path(out))
    return {}


if __name__ == "__main__":
    main(*sys.argv[1:])
