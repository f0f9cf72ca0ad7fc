from dataclasses import replace

import pytest


@pytest.fixture
def with_settings(app):
    """Change settings for one test: with_settings(demo=False)."""
    kept = app.config["HEJIE"]

    def change(**settings):
        app.config["HEJIE"] = replace(app.config["HEJIE"], **settings)

    yield change
    app.config["HEJIE"] = kept
