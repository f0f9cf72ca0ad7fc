"""Commands of the operator: `flask --app wsgi <command>`. docs/operations.md says when to use which."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from urllib.parse import urlsplit

import click
import sqlalchemy as sa
from flask import Flask, current_app

from app.cases import catalogue, party_keys
from app.config import Config
from app.db import db, unit_of_work
from app.demo import planting
from app.errors import DomainError
from app.identity import actions as identity
from app.identity import demo, passwords, queries
from app.jobs import schedule
from app.processes import actions as processes
from app.processes import checks, shipped


def init_app(app: Flask) -> None:
    for command in (create_admin, seed_demo, seed_clocks, seed_cases, deploy, key_parties, sweep_once, check):
        app.cli.add_command(command)


@click.command("create-admin")
@click.option("--username", envvar="HEJIE_ADMIN_USERNAME", default="admin", show_default=True)
@click.option("--name", envvar="HEJIE_ADMIN_NAME", default="系统管理员", show_default=True)
def create_admin(username: str, name: str) -> None:
    """Create an administrator; the password is asked for, or read from HEJIE_ADMIN_PASSWORD."""
    password = os.environ.get("HEJIE_ADMIN_PASSWORD") or click.prompt("密码", hide_input=True, confirmation_prompt=True)
    with _refusals_as_sentences(), unit_of_work():
        identity.create_administrator(username, name, password, _settings())
    click.echo(f"已建立系统管理员 {username}，现在可以登录。")


@click.command("seed-demo")
def seed_demo() -> None:
    """Plant the demo county 云溪县 and its people; what is there already stays as it is."""
    if not _settings().demo:
        raise click.ClickException("演示数据的密码是公开的，只能在演示模式下植入（HEJIE_DEMO=1）。")
    with unit_of_work():
        units = demo.plant_tree()
        people = demo.hire_everybody(units, lambda: passwords.hash_of(demo.PASSWORD, _settings()))
    click.echo(f"云溪县：{len(units)} 个单位，{len(people)} 个人。")


@click.command("seed-clocks")
def seed_clocks() -> None:
    """Enter the shipped time limits that are missing in the catalogue; what was changed there stays."""
    with unit_of_work():
        new = catalogue.seed()
    click.echo(f"时限目录：新增 {new} 条。")


@click.command("key-parties")
def key_parties() -> None:
    """Write anew which parties are the same; needed once after HEJIE_SECRET_KEY was changed."""
    click.echo(f"当事人：{party_keys.key_all()} 名。")


@click.command("deploy")
@click.option("--note", default="随系统发布", show_default=True)
def deploy(note: str) -> None:
    """Deploy the shipped diagrams, tables and forms, unless they are what new cases use already."""
    with _refusals_as_sentences(), unit_of_work():
        digest = processes.deploy(shipped.read_bundle(), None, note, checks.problems_of_own)
    click.echo(f"新案件使用流程包 {digest[:12]}。")


@click.command("seed-cases")
def seed_cases() -> None:
    """Walk the cases of the handbook as far as their stories go, if the demo county has none yet. Needs the processes."""
    if not _settings().demo:
        raise click.ClickException("演示案件只能在演示模式下植入（HEJIE_DEMO=1）。")
    planted = planting.plant()
    if planted:
        click.echo(f"演示案件：{planted} 件，办到不同的环节。")


@click.command("sweep-once")
def sweep_once() -> None:
    """Run every job of the schedule once, as the scheduler would."""
    for job in schedule.jobs(_settings()):
        click.echo(f"{job.name}: {job.run()}")


@click.command("check")
def check() -> None:
    """Print the effective settings, secrets masked, and what is wrong with them."""
    for name, value in asdict(_settings()).items():
        click.echo(f"{name} = {_masked(name, value)}")
    problems = _problems()
    for problem in problems:
        click.echo(f"! {problem}")
    if problems:
        raise SystemExit(1)
    click.echo("没有发现问题。")


def _problems() -> list[str]:
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError as failure:
        return [f"数据库连不上：{type(failure).__name__}。请检查 HEJIE_DATABASE_URL。"]
    if not sa.inspect(db.engine).has_table("user_account"):
        return ["数据库还没有建表，请运行 flask --app wsgi db upgrade。"]
    settings = _settings()
    found = [] if queries.has_administrator() else ["还没有系统管理员，请运行 flask --app wsgi create-admin。"]
    if len(settings.secret_key) < 32 and not settings.testing:
        found.append("HEJIE_SECRET_KEY 太短，请用至少 32 个随机字符。")
    return found


def _masked(name: str, value: object) -> object:
    if name == "secret_key":
        return "******"
    if name == "database_url" and (password := urlsplit(str(value)).password):
        return str(value).replace(f":{password}@", ":******@")
    return value


def _settings() -> Config:
    return current_app.config["HEJIE"]


@contextmanager
def _refusals_as_sentences() -> Iterator[None]:
    """A refusal ends the command with its sentences, not with a traceback."""
    try:
        yield
    except DomainError as refused:
        sentences = [one for path in getattr(refused, "errors", {}).values() for one in path]
        raise click.ClickException("\n".join(sentences) or refused.message) from refused
