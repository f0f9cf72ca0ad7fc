"""Finds a Chromium for the browser tests: `python -m tests.browser.chromium`.

First the one named by CHROMIUM, then the system's, else one unpacked from npm into .browser/ together with the libraries and
the Chinese font it needs: nothing of that asks for apt or root. Without any of them the tests fail; they are never skipped.
"""

import io
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import brotli

from app import assets

FOLDER = assets.ROOT / ".browser"
WANTED = Path(__file__).parent
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias></fontconfig>
"""


class NoBrowser(Exception):
    """There is no Chromium and none could be fetched; the message says what to do."""


@dataclass(frozen=True)
class Browser:
    program: Path
    environment: dict[str, str] = field(default_factory=dict)


def find() -> Browser:
    """The Chromium to test with, fetched if there is none."""
    named = os.environ.get("CHROMIUM")
    if named and not Path(named).exists():
        raise NoBrowser(f"CHROMIUM={named} does not exist.")
    program = named or next(filter(None, map(shutil.which, SYSTEM_NAMES)), None)
    return Browser(Path(program)) if program else _from_npm()


def _from_npm() -> Browser:
    ready = FOLDER / "ready"
    if not (ready / "chromium").exists():
        _fetch()
        _unpack(ready)
    return Browser(ready / "chromium", {
        "LD_LIBRARY_PATH": str(ready / "lib"),
        "FONTCONFIG_FILE": str(ready / "fonts.conf"),
    })


def _fetch() -> None:
    print("[browser] fetching Chromium and a Chinese font from npm (170 MB, once)", flush=True)
    packages = FOLDER / "npm"
    packages.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(WANTED / name, packages)
    try:
        assets.npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", folder=packages)
    except assets.BuildFailed as why:
        raise NoBrowser("No Chromium here and none could be downloaded. Install one (apt-get install chromium), "
                        "or name one in CHROMIUM=/path/to/chromium.") from why


def _unpack(ready: Path) -> None:
    print("[browser] unpacking it into .browser/", flush=True)
    packed = FOLDER / "npm" / "node_modules" / "@sparticuz" / "chromium" / "bin"
    half_way = FOLDER / f"unpacking-{os.getpid()}"
    half_way.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(brotli.decompress((packed / "al2023.tar.br").read_bytes()))) as libraries:
        libraries.extractall(half_way)
    _add_fonts(half_way, ready)
    program = half_way / "chromium"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(0o755)
    try:
        half_way.rename(ready)
    except OSError:  # another worker was faster
        shutil.rmtree(half_way)
    shutil.rmtree(FOLDER / "npm", ignore_errors=True)


def _add_fonts(half_way: Path, ready: Path) -> None:
    fonts = half_way / "fonts"
    fonts.mkdir(exist_ok=True)
    noto = FOLDER / "npm" / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
    for weight in ("400Regular", "700Bold"):
        for file in (noto / weight).glob("*.ttf"):
            shutil.copy(file, fonts)
    (half_way / "fonts.conf").write_text(FONTS.format(fonts=ready / "fonts", cache=ready / "font-cache"))


if __name__ == "__main__":
    try:
        found = find()
    except NoBrowser as problem:
        sys.exit(str(problem))
    version = subprocess.run([found.program, "--version"], env={**os.environ, **found.environment},
                             check=False, capture_output=True, text=True)
    print(f"[browser] {found.program}: {version.stdout.strip() or version.stderr.strip()}")
