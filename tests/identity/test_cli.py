"""The operator's commands that concern people; the others are tested where their work is."""

import pytest

from app.db import db
from app.identity import queries
from app.identity.models import OrgUnit, User
from tests.cast import sign_in


@pytest.fixture
def run(app):
    from app import cli

    cli.init_app(app)
    runner = app.test_cli_runner()
    return lambda *words, **environment: runner.invoke(args=words, env=environment)


def test_the_first_administrator_is_created_with_the_password_of_the_environment(run, client):
    result = run("create-admin", "--username", "root.admin", HEJIE_ADMIN_PASSWORD="erste-2026x")

    assert result.exit_code == 0, result.output
    assert "erste-2026x" not in result.output
    assert sign_in(client, "root.admin", "erste-2026x").status_code == 302
    assert client.get("/admin/users").status_code == 200


def test_a_weak_password_makes_no_administrator(run):
    result = run("create-admin", HEJIE_ADMIN_PASSWORD="kurz")

    assert result.exit_code == 1 and "密码要 8 到 128 位" in result.output
    assert not queries.has_administrator()


def test_the_password_is_asked_for_when_the_environment_has_none(app):
    from app import cli

    cli.init_app(app)
    result = app.test_cli_runner().invoke(args=["create-admin"], input="erste-2026x\nerste-2026x\n",
                                          env={"HEJIE_ADMIN_PASSWORD": ""})
    assert result.exit_code == 0 and queries.has_administrator()


def test_seeding_the_demo_twice_is_the_same_as_once(run):
    first, second = run("seed-demo"), run("seed-demo")

    assert first.exit_code == second.exit_code == 0
    assert first.output == second.output
    assert db.session.scalar(db.select(db.func.count(OrgUnit.id))) > 60


def test_the_demo_is_not_planted_in_a_real_centre(run, with_settings):
    with_settings(demo=False)

    assert "演示模式" in run("seed-demo").output
    assert db.session.scalar(db.select(User.id)) is None


def test_check_masks_the_secrets_and_names_what_is_missing(run, with_settings):
    with_settings(secret_key="very-secret-value", database_url="postgresql://hejie:letmein@db/hejie")

    result = run("check")
    assert result.exit_code == 1 and "还没有系统管理员" in result.output
    assert "very-secret-value" not in result.output and "letmein" not in result.output


def test_check_is_content_after_the_seed(run):
    run("seed-demo")

    assert run("check").exit_code == 0
