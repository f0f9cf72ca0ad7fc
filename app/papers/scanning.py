"""ClamAV, if one is set up: a file is shown to the scanner over its socket (INSTREAM) before anybody can open it.

HEJIE_CLAMD names it: `/run/clamav/clamd.ctl` or `127.0.0.1:3310`. A scanner that does not answer makes the file wait.
"""

import socket
import struct
from pathlib import Path

from app import observe

CLEAN, INFECTED, WAITING, NONE = "CLEAN", "INFECTED", "WAITING", "NONE"
SECONDS = 60
BLOCK = 256 * 1024


def scan(path: Path, clamd: str | None) -> str:
    """NONE without a scanner, CLEAN, INFECTED, or WAITING when the scanner gives no clear answer."""
    if not clamd:
        return NONE
    try:
        answer = _ask(path, clamd)
    except OSError as why:
        answer = repr(why)
    if answer.endswith("FOUND"):
        observe.instrument("paper.infected", answer=answer)
        return INFECTED
    if answer == "stream: OK":
        return CLEAN
    observe.alarm("scanner.away", answer=answer[:200])
    return WAITING


def _ask(path: Path, clamd: str) -> str:
    with _connected(clamd) as connection, path.open("rb") as source:
        connection.sendall(b"zINSTREAM\0")
        while block := source.read(BLOCK):
            connection.sendall(struct.pack("!L", len(block)) + block)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := connection.recv(4096)):
            answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _connected(clamd: str) -> socket.socket:
    if clamd.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(clamd)
        return connection
    host, _, port = clamd.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
