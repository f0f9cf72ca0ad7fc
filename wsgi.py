"""The WSGI entry (gunicorn wsgi:app) and where `flask` finds the operator's commands."""

from app import cli
from app.factory import create_app

app = create_app()
cli.init_app(app)
