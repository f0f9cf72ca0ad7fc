"""Behind a reverse proxy the visitor is who the proxy says; without one, nobody is believed."""

import pytest
from flask import request

from app.access import public
from app.config import Config
from app.factory import create_app

FORWARDED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "hejie.example"}


@public
def seen():
    return {"address": request.remote_addr, "secure": request.is_secure, "host": request.host}


@pytest.mark.parametrize(("proxies", "expected"), [
    (0, {"address": "127.0.0.1", "secure": False, "host": "localhost"}),
    (1, {"address": "198.51.100.7", "secure": True, "host": "hejie.example"}),
    (2, {"address": "203.0.113.9", "secure": False, "host": "localhost"}),
])
def test_as_many_proxies_are_believed_as_are_ours(tmp_path, proxies, expected):
    app = create_app(Config(database_url="sqlite://", secret_key="for-tests", data_dir=tmp_path, testing=True, proxies=proxies))
    app.add_url_rule("/seen", view_func=seen)
    assert app.test_client().get("/seen", headers=FORWARDED).json == expected
