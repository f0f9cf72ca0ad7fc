import logging

import pytest

from app import config, observe


def line(caplog) -> str:
    return caplog.messages[-1]


def test_a_line_names_what_happened_to_whom_and_in_which_request(caplog):
    caplog.set_level(logging.INFO, logger="hejie")
    observe.begin("proxy-17")
    observe.instrument("task.completed", task=7, by=3)
    assert line(caplog) == 'task.completed proxy-17 {"task": 7, "by": 3}'


@pytest.mark.parametrize("forged", [None, "", "a b", "x\ny", "ü", "a" * 65])
def test_a_request_without_a_plain_number_gets_one(caplog, forged):
    observe.begin(forged)
    observe.alarm("job.failed")
    number = line(caplog).split()[1]
    assert len(number) == 8 and int(number, 16) >= 0


def test_the_number_of_a_proxy_reaches_the_log(client, caplog):
    caplog.set_level(logging.INFO, logger="hejie")
    client.post("/sign-in", headers={"X-Request-ID": "abc-123"})
    assert observe.request_id.get() == "abc-123"


@pytest.mark.parametrize(("name", "value"), [
    ("HEJIE_LOG_LEVEL", "loud"), ("HEJIE_PROXIES", "-1"), ("HEJIE_PROXIES", "one"), ("HEJIE_SESSION_HOURS", "0"),
    ("HEJIE_SECURE_COOKIES", "maybe"), ("HEJIE_SWEEP_SECONDS", "0")])
def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path, name, value):
    with pytest.raises(config.ConfigProblem, match=name):
        config.read({"HEJIE_DATA_DIR": str(tmp_path), name: value})


def test_settings_are_read_once_and_the_secret_is_kept(tmp_path):
    first, second = (config.read({"HEJIE_DATA_DIR": str(tmp_path), "HEJIE_PROXIES": "1"}) for _ in range(2))
    assert first == second and first.proxies == 1 and len(first.secret_key) == 64
