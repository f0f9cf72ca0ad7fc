"""Asking the child process about a file from outside: a decoder that hangs or falls over takes nothing with it."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from app.errors import Invalid
from app.papers.contents import Look

SECONDS = 60
AT_ONCE = BoundedSemaphore(2)
"""Children of one server process; whoever opens a long paper must not keep the machine from everybody else."""
HOME = Path(__file__).resolve().parents[2]


def look(path: Path) -> Look:
    """What the file is; raises Invalid with a sentence when it may not come in."""
    return Look(**_ask("look", str(path)))


def draw(path: Path, content_type: str, page: int, width: int, out: Path) -> None:
    """Write one page (from 1) of a picture or PDF as a JPEG so many pixels wide; raises Invalid."""
    _ask("draw", str(path), content_type, str(page), str(width), str(out))


def _ask(*task: str) -> dict:
    try:
        with AT_ONCE:
            child = subprocess.run([sys.executable, "-m", "app.papers.child", *task], capture_output=True,
                                   timeout=SECONDS, check=False, cwd=HOME)
        answer = json.loads(child.stdout)
    except subprocess.TimeoutExpired:
        raise Invalid("读取这份文件用时过长，已停止。请拆分或转成普通的 PDF 再上传。") from None
    except ValueError:
        raise Invalid("这份文件读不下去，可能已损坏。请重新扫描、拍照或另存后再上传。") from None
    if "refused" in answer:
        raise Invalid(answer["refused"])
    return answer
