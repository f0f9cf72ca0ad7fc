"""The front end is built once, and again only when its inputs change."""

import os
import re
import subprocess
import sys

import pytest

from app import assets

ENTRIES = {"page.js", "page.css", "form.js", "form.css", "diagram.js", "diagram.css", "icons.svg"}


def built() -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in assets.DIST.iterdir() if path.is_file()}


def test_a_second_build_touches_nothing():
    assets.build()
    before = built()
    assets.build()
    assert built() == before


def test_every_entry_is_a_file_named_after_its_content():
    entries = assets.entries()
    assert set(entries) >= ENTRIES
    for name, hashed in entries.items():
        stem, kind = name.rsplit(".", 1)
        assert re.fullmatch(rf"{stem}-[A-Z0-9]{{8}}\.{kind}", hashed)
        assert (assets.DIST / hashed).stat().st_size > 0


def test_nothing_built_asks_another_server_for_anything():
    for path in assets.DIST.rglob("*.css"):
        assert not re.search(r"url\(['\"]?https?:", path.read_text()), path
    for path in assets.DIST.glob("*.js"):
        assert not re.search(r"import\(?['\"]https?:", path.read_text()), path


def test_every_icon_a_page_names_is_in_the_sprite():
    sprite = (assets.DIST / assets.entries()["icons.svg"]).read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = set()
    for path in (assets.ROOT / "app").rglob("*.html"):
        named |= set(re.findall(r"""\bicon\(["']([a-z0-9-]+)["']""", path.read_text()))
    for path in (assets.ROOT / "app").rglob("*.py"):
        named |= set(re.findall(r"""MenuEntry\([^)]*["']([a-z0-9-]+)["']\)""", path.read_text()))
    assert named
    assert named <= there


def test_without_a_build_the_sentence_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "DIST", tmp_path)
    assets.entries.cache_clear()
    with pytest.raises(assets.BuildFailed, match="make assets"):
        assets.entries()


def test_a_failed_download_is_one_sentence(tmp_path):
    script = ("from pathlib import Path; import sys; from app import assets; assets.FRONTEND = Path(sys.argv[1]);"
              "home = assets._node_home(); assets._install_packages(home)")
    (tmp_path / "package.json").write_text('{"name": "x", "version": "1.0.0", "dependencies": {"esbuild": "0.28.2"}}')
    (tmp_path / "package-lock.json").write_text(
        '{"name": "x", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "x", "version": "1.0.0",'
        '"dependencies": {"esbuild": "0.28.2"}}, "node_modules/esbuild": {"version": "0.28.2"}}}')
    environment = {**os.environ, "npm_config_registry": "http://127.0.0.1:9/", "npm_config_fetch_retries": "0",
                   "npm_config_cache": str(tmp_path / "cache"), "npm_config_offline": "false"}
    ran = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, capture_output=True, text=True,
                         env=environment, cwd=assets.ROOT)
    assert ran.returncode == 1
    assert "could not be downloaded from npm. Check the network" in ran.stderr
