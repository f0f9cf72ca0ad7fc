"""A tiny server for testing islands alone: one page per island under the product's own content security policy."""

import json
import threading

from flask import Flask, Response, abort, jsonify, request, send_from_directory

from app import assets

POLICY = ("default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
          "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'")
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csrf-token" content="{token}">
<link rel="icon" href="data:,">{styles}{scripts}</head>
<body><main class="container-xl py-3"><h1>{title}</h1>{body}</main></body></html>"""


class Islands:
    """`answers` are given one after another to what the island posts; `posted` and `drafts` are what arrived."""

    def __init__(self):
        self.address = ""
        self.token = "first"
        self.answers: list[tuple[int, dict]] = []
        self.posted: list[dict] = []
        self.keys: list[str] = []
        self.drafts: list[dict] = []
        self.draft_answer: tuple[int, dict] = (200, {})
        self.draft_came = threading.Event()
        self.body, self.entry = "", "form"
        self.diagram = b""
        self.app = self._app()

    def form(self, schema: dict, data: dict | None = None, attributes: str = "", around: str = "{}") -> str:
        """The address of a page with this form."""
        embed = {"schema": schema, "data": data or {}}
        scripts = "".join(f'<script type="application/json" data-{name}>{json.dumps(part).replace("<", chr(92) + "u003c")}'
                          "</script>" for name, part in embed.items())
        island = (f'<div data-form-island data-action="/posted" data-draft-action="/draft" data-task="7" data-owner="3" '
                  f"{attributes}>{scripts}</div>")
        self.body, self.entry = around.replace("{}", island), "form"
        return f"{self.address}/page"

    def show_diagram(self, bpmn: bytes, attributes: str, around: str = "{}") -> str:
        self.diagram = bpmn
        island = f'<div data-diagram-island data-src="/diagram" {attributes}></div>'
        self.body, self.entry = around.replace("{}", island), "diagram"
        return f"{self.address}/page"

    def plain(self, body: str) -> str:
        self.body, self.entry = body, "page"
        return f"{self.address}/page"

    def _app(self) -> Flask:
        app = Flask("islands", static_folder=None)
        app.add_url_rule("/page", view_func=self._page)
        app.add_url_rule("/dist/<path:name>", view_func=lambda name: send_from_directory(assets.DIST, name), endpoint="dist")
        app.add_url_rule("/posted", view_func=self._posted, methods=["POST"])
        app.add_url_rule("/draft", view_func=self._draft, methods=["PUT"])
        app.add_url_rule("/diagram", view_func=lambda: Response(self.diagram, mimetype="application/xml") if self.diagram
                         else abort(503), endpoint="diagram")
        app.add_url_rule("/sign-in", view_func=lambda: "sign in", endpoint="sign-in")
        app.add_url_rule("/done", view_func=lambda: "<title>办结</title>done", endpoint="done")
        app.after_request(self._guard)
        return app

    def _page(self) -> str:
        names = assets.entries()
        wanted = dict.fromkeys(("page", self.entry))
        styles = "".join(f'<link rel="stylesheet" href="/dist/{names[f"{name}.css"]}">' for name in wanted)
        scripts = "".join(f'<script type="module" src="/dist/{names[f"{name}.js"]}"></script>' for name in wanted)
        return PAGE.format(title="试页", token=self.token, styles=styles, scripts=scripts, body=self.body)

    def _posted(self):
        if request.headers.get("X-CSRFToken") != self.token:
            return jsonify(code="csrf", message="页面已过期，请重试。"), 400
        self.posted.append(request.get_json()["answers"])
        self.keys.append(request.headers["Idempotency-Key"])
        status, answer = self.answers.pop(0) if self.answers else (200, {"location": "/done"})
        return jsonify(answer), status

    def _draft(self):
        self.drafts.append(request.get_json()["answers"])
        self.draft_came.set()
        status, answer = self.draft_answer
        return jsonify(answer), status

    @staticmethod
    def _guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response
