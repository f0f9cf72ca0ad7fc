"""Makes the database ready to be served: `python -m app.prepare`. Harmless when everything is ready already.

Tables, the catalogue of clocks, the shipped processes, and the first people: the demo county and its cases in demo mode,
otherwise an administrator.
"""

import sys

import click
from flask_migrate import upgrade

from app import cli
from app.config import ConfigProblem
from app.factory import create_app
from app.identity import queries


def prepare() -> None:
    app = create_app()
    with app.app_context():
        upgrade()
        if app.config["HEJIE"].demo:
            _run(cli.seed_demo)
        elif not queries.has_administrator():
            click.echo("还没有系统管理员，现在建立一个。")
            _run(cli.create_admin)
        _run(cli.seed_clocks)
        _run(cli.deploy)
        if app.config["HEJIE"].demo:
            _run(cli.seed_cases)


def _run(command: click.Command) -> None:
    command.main(args=[], standalone_mode=False)


if __name__ == "__main__":
    try:
        prepare()
    except (click.ClickException, ConfigProblem) as problem:
        sys.exit(str(problem))
    except click.Abort:
        sys.exit("没有建立系统管理员。请在终端里运行，或用 HEJIE_ADMIN_PASSWORD 给出密码。")
