"""A file on its way in: on the disk, read, checked for viruses; all of it before a transaction is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from app.errors import Invalid
from app.papers import contents, inspecting, names, scanning, settings, store
from app.papers.contents import Look

INFECTED = "查毒程序在这份文件里发现了病毒，没有收下。请先清除病毒，或换一台电脑重新导出后再上传。"


@dataclass(frozen=True)
class Incoming:
    """A file that may be kept: where it lies for now, and what it is."""

    received: store.Received
    file_name: str
    look: Look
    scan: str


@contextmanager
def from_outside(stream: BinaryIO, file_name: str) -> Iterator[Incoming]:
    """A file that somebody sends; raises Invalid when it is too large, not of an allowed type or infected."""
    with store.receive(stream, settings.largest_file()) as received:
        look = inspecting.look(received.path)
        scan = scanning.scan(received.path, settings.current().clamd)
        if scan == scanning.INFECTED:
            raise Invalid(INFECTED)
        yield Incoming(received, names.safe(file_name, look.content_type), look, scan)


@contextmanager
def of_our_own(content: bytes, file_name: str) -> Iterator[Incoming]:
    """A file that the system made itself: the same checks, without child process and scanner."""
    with store.receive(BytesIO(content), settings.largest_file()) as received:
        try:
            look = contents.look(received.path)
        except contents.Refused as refused:
            raise Invalid(str(refused)) from None
        yield Incoming(received, names.safe(file_name, look.content_type), look, scanning.NONE)
