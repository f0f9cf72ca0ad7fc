"""ClamAV at its socket: what it says decides who may open a file."""

import socket
import struct
import threading
from dataclasses import replace

import pytest

from app.db import db
from app.errors import Forbidden, Invalid
from app.papers import jobs, queries
from app.papers.models import Paper
from tests import cast as people
from tests.cases.situations import lines_of
from tests.papers import samples


class Clamd:
    """A scanner that speaks INSTREAM and finds what it is told to find."""

    def __init__(self):
        self.virus, self.seen = b"", []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", said.read(4))[0]:
                    content += said.read(length)
                self.seen.append(content)
                found = self.virus and self.virus in content
                connection.sendall(b"stream: Eicar-Test FOUND\0" if found else b"stream: OK\0")

    def close(self):
        self.socket.close()


@pytest.fixture
def clamd():
    scanner = Clamd()
    yield scanner
    scanner.close()


@pytest.fixture
def scanned_by(app):
    usual = app.config["HEJIE"]

    def use(address: str):
        app.config["HEJIE"] = replace(usual, clamd=address)

    yield use
    app.config["HEJIE"] = usual


@pytest.fixture
def nowhere():
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"127.0.0.1:{taken.getsockname()[1]}"


def test_a_clean_file_is_shown_to_the_scanner_whole(put, clamd, scanned_by):
    scanned_by(clamd.address)
    photo = samples.picture(size=(900, 900))
    assert put(photo).latest.scan == "CLEAN" and clamd.seen == [photo]


def test_an_infected_file_is_not_taken_in(put, clamd, scanned_by):
    scanned_by(clamd.address)
    clamd.virus = b"JFIF"
    with pytest.raises(Invalid, match="发现了病毒"):
        put()
    assert Paper.query.count() == 0


def test_while_the_scanner_is_away_a_paper_waits_and_cannot_be_opened(put, nowhere, scanned_by, clamd, caplog):
    scanned_by(nowhere)
    paper = put()
    assert paper.latest.scan == "WAITING" and "scanner.away" in caplog.text
    with pytest.raises(Forbidden, match="还没有查毒"):
        queries.version_of(paper, 1)
    assert jobs.scan_waiting() == 0
    scanned_by(clamd.address)
    assert jobs.scan_waiting() == 1 and jobs.scan_waiting() == 0
    db.session.refresh(paper.latest)
    assert queries.version_of(paper, 1).scan == "CLEAN"


def test_a_waiting_file_that_turns_out_infected_is_withdrawn(put, case, nowhere, scanned_by, clamd):
    scanned_by(nowhere)
    paper = put()
    scanned_by(clamd.address)
    clamd.virus = b"JFIF"
    assert jobs.scan_waiting() == 1
    db.session.refresh(paper.latest), db.session.refresh(paper)
    assert paper.withdrawn_because == "查毒程序在文件里发现了病毒" and "发现了病毒" in lines_of(case)[-1]
    with pytest.raises(Forbidden, match="不能打开"):
        queries.version_of(paper, 1)


def test_nobody_downloads_or_previews_a_waiting_file(put, case, nowhere, scanned_by, with_htmx):
    scanned_by(nowhere)
    paper = put()
    client, _ = with_htmx(people.MEDIATOR)
    below = f"/cases/{case.case_no}/papers/{paper.id}"
    for path in (f"{below}/versions/1/file", f"{below}/versions/1/pages/1/large.jpg"):
        assert client.get(path).status_code == 403
    page = client.get(below).get_data(as_text=True)
    assert "还没有查毒" in page and "versions/1/file" not in page
