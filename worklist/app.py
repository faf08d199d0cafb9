"""Put the pages together: one Flask app for one database."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Flask, Response, jsonify, url_for
from sqlalchemy import Engine
from sqlmodel import func, select

from db.models import SchedulerBeat
from db.session import open_database, reading
from worklist import clock, config
from worklist.config import Settings
from worklist.web import answers, current, languages, login, menu, policy, said, security
from worklist.web import routes as web_routes
from worklist.web.current import Installation
from worklist.web.policy import public

HERE = Path(__file__).resolve().parent
#: Static files have their digest in the address, so browsers may keep them for a year.
KEPT_BY_BROWSERS = 365 * 24 * 3600


def create_app(
    settings: Settings | None = None, database: Engine | None = None, now: Callable[[], datetime] = clock.now
) -> Flask:
    """Return the app that serves the pages of a database.

    `now`: the clock it lives by. `settings` are read from the environment when not given. Raises ValueError without a secret key, unless in demo
    mode on loopback: then the key lives as long as the process.
    """
    settings = settings or config.settings()
    app = Flask(
        "worklist", root_path=str(HERE), template_folder="web/templates", static_folder="web/static",
        static_url_path="/static",
    )  # fmt: skip
    app.secret_key = _secret(settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_BY_BROWSERS
    app.extensions["writ"] = Installation(settings, database or open_database(settings.database_url), now)
    app.jinja_env.autoescape = True
    app.before_request(security.check_origin)
    app.before_request(login.load)
    app.before_request(languages.choose)
    app.before_request(policy.enforce)
    security.protect(app, secure=settings.secure_cookies)
    answers.install(app)
    languages.install(app)
    menu.install(app)
    said.install(app)
    app.jinja_env.globals["static"] = _static
    for blueprint in web_routes.BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.view_functions["static"] = public(app.view_functions["static"])
    app.add_url_rule("/healthz", view_func=public(healthz))
    return app


def _secret(settings: Settings) -> str:
    if settings.secret_key is None:
        raise ValueError("Expected WRIT_SECRET_KEY, a long random text; found none")
    return settings.secret_key.get_secret_value()


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((HERE / "web" / "static" / name).read_bytes()).hexdigest()[:12]


def _static(name: str) -> str:
    """Return the address of a static file with its digest."""
    return url_for("static", filename=name, v=_digest(name))


def healthz() -> Response:
    """Answer whether the pages can read the database, and how long ago a scheduler last ticked (seconds, or null)."""
    with reading(current.installation().database) as session:
        beat = session.exec(select(func.max(SchedulerBeat.at))).one()
    age = None if beat is None else max(0.0, (clock.now() - beat).total_seconds())
    return jsonify(status="ok", scheduler_seconds_ago=age)
