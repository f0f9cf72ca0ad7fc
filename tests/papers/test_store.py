"""Files on disk: safely there before their rows, checked when read, swept when nobody points at them."""

import os
from io import BytesIO

import pytest

from app.errors import Invalid, Unavailable
from app.papers import jobs, settings, store
from app.papers.models import Paper
from tests.papers import samples

DAY = 24 * 3600


def stored(content: bytes) -> str:
    with store.receive(BytesIO(content), 10**6) as received:
        return store.keep(received)


def age(name: str, seconds: float) -> None:
    place = store.path_of(name)
    os.utime(place, (place.stat().st_mtime - seconds,) * 2)


def left_over() -> list[str]:
    folder = settings.folder() / "incoming"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_a_file_is_found_by_its_checksum_and_the_same_content_lies_there_once(app):
    name = stored(b"words")
    assert store.read(name).read_bytes() == b"words" and stored(b"words") == name
    assert left_over() == []


def test_what_is_too_large_or_empty_leaves_nothing(app):
    for content, told in ((b"x" * 11, "超过"), (b"", "是空的")):
        with pytest.raises(Invalid, match=told), store.receive(BytesIO(content), 10):
            pass
    assert left_over() == []


def test_a_changed_or_missing_file_is_not_handed_out(app, caplog):
    name = stored(b"agreement")
    store.path_of(name).chmod(0o600)
    store.path_of(name).write_bytes(b"forged")
    with pytest.raises(Unavailable, match="缺失或损坏"):
        store.read(name)
    store.path_of(name).unlink()
    with pytest.raises(Unavailable):
        store.read(name)
    assert caplog.text.count("paper.damaged") == 2


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab", "A" * 64, "a" * 63 + "/", ""])
def test_nothing_but_a_checksum_names_a_file(app, name):
    with pytest.raises(ValueError, match="names no stored file"):
        store.path_of(name)


def test_the_sweep_takes_old_files_without_a_row_only(app, put):
    kept, young, old = put().latest.sha256, stored(b"young"), stored(b"old")
    age(kept, 3 * DAY), age(old, 3 * DAY)
    jobs.sweep_files()
    assert [store.path_of(name).exists() for name in (kept, young, old)] == [True, True, False]


def test_content_that_comes_again_is_young_again(app):
    name = stored(b"again")
    age(name, 3 * DAY)
    stored(b"again")
    jobs.sweep_files()
    assert store.path_of(name).exists()


def test_a_crash_between_file_and_row_leaves_a_file_that_the_sweep_takes(app, case, put, monkeypatch):
    from app.papers import actions

    def plug_pulled(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(actions.timeline, "write", plug_pulled)
    with pytest.raises(KeyboardInterrupt):
        put(samples.picture(colour="lime"))
    monkeypatch.undo()
    assert Paper.query.count() == 0
    lost = [path for folder in (settings.folder() / "files").iterdir() for path in folder.iterdir()]
    for path in lost:
        age(path.name, 3 * DAY)
    assert jobs.sweep_files() == len(lost) >= 1
    assert put(samples.picture(colour="lime")).latest.number == 1
