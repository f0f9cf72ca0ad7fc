"""Files on their way out: never guessed at, never run, never shown as part of our own pages."""

from pathlib import Path

from flask import Response, send_file

from app.papers.models import PaperVersion

POLICY = "default-src 'none'; sandbox"


def download(version: PaperVersion, path: Path) -> Response:
    """The file as it was given in, to be saved and not shown."""
    return _locked(send_file(path, version.content_type, as_attachment=True, download_name=version.file_name,
                             conditional=False, etag=False, max_age=0))


def picture(path: Path) -> Response:
    """A page drawn by ourselves."""
    return _locked(send_file(path, "image/jpeg", conditional=False, etag=False))


def archive(path: Path, content_type: str, name: str) -> Response:
    return _locked(send_file(path, content_type, as_attachment=True, download_name=name, conditional=False, etag=False))


def _locked(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
