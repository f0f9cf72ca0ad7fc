"""Files on disk, named by the SHA-256 of their content.

A file is written under a temporary name, brought safely to the disk and only then given its name; the row that points at
it is committed afterwards. So a crash leaves at worst a file without a row, which the sweep takes away after a day.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app import observe
from app.errors import Invalid, Unavailable
from app.papers import settings

BLOCK = 1024 * 1024
PREVIEWS_KEPT = 30 * 24 * 3600
"""Seconds; a preview that is asked for later is drawn anew."""
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Received:
    """A file that has come in and not yet been kept."""

    path: Path
    size: int
    sha256: str


@contextmanager
def receive(stream: BinaryIO, most: int) -> Iterator[Received]:
    """Write a stream to the disk block by block, at most so many bytes; gone again afterwards unless it was kept.

    Raises Invalid when it is empty or too large.
    """
    incoming = _made(settings.folder() / "incoming")
    handle, name = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(handle, "wb") as target:
            size, digest = _copy(stream, target, most)
            target.flush()
            os.fsync(target.fileno())
        yield Received(Path(name), size, digest)
    finally:
        Path(name).unlink(missing_ok=True)


def keep(received: Received) -> str:
    """Give the file its lasting name; returns it. Keeping the same content again changes nothing."""
    place = path_of(received.sha256)
    folder = _made(place.parent)
    if place.exists():
        os.utime(place)  # the sweep must not take what is about to be pointed at
    else:
        received.path.replace(place)
        place.chmod(0o440)
        _sync(folder)
    return received.sha256


def path_of(sha256: str) -> Path:
    if not _NAME.fullmatch(sha256):
        raise ValueError(f"{sha256!r} names no stored file")
    return settings.folder() / "files" / sha256[:2] / sha256


def read(sha256: str) -> Path:
    """The file's place, after its checksum has been found right; else Unavailable and an alarm."""
    place = path_of(sha256)
    try:
        with place.open("rb") as source:
            found = hashlib.file_digest(source, "sha256").hexdigest()
    except FileNotFoundError:
        found = "missing"
    if found != sha256:
        observe.alarm("paper.damaged", sha256=sha256, found=found)
        raise Unavailable("这份文件在存储中缺失或损坏，暂时打不开。已登记给系统管理员，请联系管理员从备份恢复。")
    return place


def sweep(seconds: float, known: Callable[[list[str]], Iterable[str]]) -> int:
    """Remove what no row points at and nobody has touched for so long, by the disk's own clock; old previews, too.

    `known` says which of some names rows point at. Returns how many files went.
    """
    before = _now_on_disk() - seconds
    gone = _remove(_files("incoming"), before)
    for folder in _folders("previews"):
        gone += _remove(folder.iterdir(), before - PREVIEWS_KEPT)
    for folder in _folders("files"):
        old = [path for path in folder.iterdir() if path.stat().st_mtime < before]
        pointed_at = set(known([path.name for path in old]))
        gone += _remove([path for path in old if path.name not in pointed_at], before)
    return gone


def _now_on_disk() -> float:
    """What a file written at this moment would be dated."""
    with tempfile.NamedTemporaryFile(dir=_made(settings.folder() / "incoming")) as written:
        return os.stat(written.name).st_mtime


def _copy(stream: BinaryIO, target: BinaryIO, most: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while block := stream.read(BLOCK):
        size += len(block)
        if size > most:
            raise Invalid(f"文件超过 {most // BLOCK} MB。请压缩图片、降低扫描分辨率，或拆成几份再上传。")
        digest.update(block)
        target.write(block)
    if not size:
        raise Invalid("这个文件是空的，请检查后重新选择。")
    return size, digest.hexdigest()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder


def _sync(folder: Path) -> None:
    """The name, too, must survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folders(name: str) -> list[Path]:
    root = settings.folder() / name
    return sorted(path for path in root.iterdir() if path.is_dir()) if root.exists() else []


def _files(name: str) -> list[Path]:
    root = settings.folder() / name
    return [path for path in root.iterdir() if path.is_file()] if root.exists() else []


def _remove(paths: Iterable[Path], before: float) -> int:
    """Looks at the date once more: meanwhile somebody may have brought the same content again."""
    count = 0
    for path in paths:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                count += 1
    return count
