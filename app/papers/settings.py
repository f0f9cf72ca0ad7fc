"""The one place here that asks the application how it was set up."""

from pathlib import Path

from flask import current_app

from app.config import Config

MEGABYTE = 1024 * 1024


def current() -> Config:
    return current_app.config["HEJIE"]


def largest_file() -> int:
    """How many bytes one file may have."""
    return current().paper_megabytes * MEGABYTE


def folder() -> Path:
    """Where the files lie, below the data folder."""
    return current().data_dir / "papers"
