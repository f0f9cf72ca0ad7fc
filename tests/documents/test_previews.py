"""A Word file as PDF: the office is asked with fonts that look like those of authorities."""

import os
from xml.etree import ElementTree

from app.documents import previews
from app.documents.drafting import page
from tests import cast as people
from tests.documents.reading import produced
from tests.papers import samples


def test_every_font_of_the_shipped_papers_has_free_ones_to_stand_for_it():
    told = {one.findtext("family"): [face.text for face in one.iter("family")][1:] for one in ElementTree.parse(previews.FONTS).getroot().iter("alias")}
    assert set(told) == {page.SONG, page.FANGSONG, page.HEI}
    assert "Noto Serif CJK SC" in told[page.FANGSONG] and "Noto Serif CJK SC" in told[page.SONG] and "Noto Sans CJK SC" in told[page.HEI]


def test_the_office_is_told_of_them_and_its_pdf_is_kept(agreed, type_in, tmp_path, monkeypatch):
    (tmp_path / "made.pdf").write_bytes(samples.pdf(2))
    office = tmp_path / "soffice"
    office.write_text(f'#!/bin/sh\nprintf %s "$FONTCONFIG_FILE" > {tmp_path}/seen\n'
                      f'while [ "$1" != --outdir ]; do shift; done\ncp {tmp_path}/made.pdf "$2/文书.pdf"\n')
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    type_in(agreed, "D10", people.MEDIATOR, settlement="只在这里写过的和解内容，别处没有它的 PDF。")
    paper = produced(agreed, "D10", people.MEDIATOR)
    assert previews.sheets(paper.latest) == 2 and (tmp_path / "seen").read_text() == str(previews.FONTS)
    office.unlink()
    assert previews.pdf_of(paper.latest).read_bytes() == samples.pdf(2)
