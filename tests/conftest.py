"""What every test can ask for: an app on a real database, the cast, a signed-out client, a clock that stands still."""

import pytest

from app import clock
from app.config import Config
from app.db import db
from tests import databases


@pytest.fixture(autouse=True)
def time_runs_free_afterwards():
    yield
    clock.run_free()


@pytest.fixture(scope="session", params=databases.KINDS)
def database_kind(request):
    return request.param


@pytest.fixture(scope="session")
def the_app(database_kind, tmp_path_factory):
    from app.factory import create_app

    folder = tmp_path_factory.mktemp(database_kind)
    app = create_app(Config(
        database_url=databases.fresh_url(database_kind, folder), secret_key="for-tests", data_dir=folder,
        demo=True, testing=True, argon2_time_cost=1, argon2_memory_kib=64))
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def app(the_app):
    """The application with empty tables and an open context; commits are real and wiped afterwards."""
    with the_app.app_context():
        yield the_app
        db.session.rollback()
        db.session.remove()
        databases.empty(db.engine, db.metadata)


@pytest.fixture
def cast(app):
    """The county and the people that every test knows (tests/cast.py)."""
    from tests.cast import seed_cast

    return seed_cast()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def signed_in(app):
    """`signed_in("li.xiulan")`: a browser of its own in which she has signed in."""
    from tests.cast import sign_in

    def browser_of(who: str):
        browser = app.test_client()
        sign_in(browser, who)
        return browser

    return browser_of


@pytest.fixture
def with_token(signed_in):
    """`with_token("li.xiulan")`: her browser, and the headers that her pages send with everything they write."""
    from tests.cast import csrf_of

    def browser_of(who: str):
        browser = signed_in(who)
        return browser, {"X-CSRFToken": csrf_of(browser)}

    return browser_of


@pytest.fixture
def with_htmx(with_token):
    """The same, asking for parts of pages."""
    def browser_of(who: str):
        browser, headers = with_token(who)
        return browser, {**headers, "HX-Request": "true"}

    return browser_of
