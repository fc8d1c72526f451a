"""The portal. `create_app` is the only place where its parts are put together."""

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, IntegerConverter

from app.extensions import babel, db, htmx, login_manager
from app.foundation import database
from app.foundation.web import (
    audience,
    errors,
    fast_words,
    forgery,
    headers,
    logs,
    remembered,
    session,
    static_files,
    template_globals,
)
from app.members import sessions
from app.people import views as people_views
from app.places import views as places_views
from app.settings import PROJECT_ROOT, Settings

# In order of standing: a subject may use those before it. `pyproject.toml` holds the same order.
SUBJECTS = (
    "history",
    "letters",
    "places",
    "locks",
    "people",
    "about_you",
    "second_step",
    "work",
    "organisations",
    "staff",
    "provider",
    "bodies",
    "conversations",
    "themes",
    "needs",
    "helping",
    "voices",
    "backing",
    "members",
    "memberships",
    "group_invitations",
    "account",
    "devices",
    "recounts",
    "verifying",
    "sending",
    "priorities",
    "grouping",
    "plan",
    "moderation",
    "planning",
    "partners",
    "imports",
    "follow",
    "following",
    "erasing",
    "leaving",
    "complaints",
    "data_requests",
    "retention",
    "own_data",
    "staff_data",
    "groups",
    "reach",
    "answers",
    "thread",
    "news",
    "digests",
    "desk",
    "dashboards",
    "home",
)
LARGEST_FORM = 256 * 1024


class CodeConverter(BaseConverter):
    """A public code in an address, such as n-0142, in any case."""

    regex = r"[A-Za-z]-[0-9]{4,9}"

    def to_python(self, value: str) -> str:
        """Return the code as it is written."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return the code as it stands in addresses."""
        return value.lower()


class NumberConverter(IntegerConverter):
    """The number of a row in an address; what no database can hold is no address."""

    regex = r"[0-9]{1,9}"


class Portal(Flask):
    """The web application. Nothing in it is asynchronous, so nothing is asked whether it is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return what is to be called as it is; asking took a tenth of a press on "me too"."""
        return func


def create_app(settings: Settings | None = None, *, only_pages: bool = False) -> Flask:
    """Put the portal together; a web server needs `only_pages`, and none of the commands."""
    settings = settings or Settings.from_environment()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Portal(
        __name__,
        template_folder=PROJECT_ROOT / "templates",
        static_folder=None,
        instance_path=str(settings.data_dir),
    )
    app.static_folder = str(PROJECT_ROOT / "static")
    app.url_map.converters["code"] = CodeConverter
    app.url_map.converters["int"] = NumberConverter
    app.config.update(_flask_settings(settings))
    _init_database(app, settings)
    session.init_app(
        app,
        settings,
        load_actor=sessions.load_actor,
        clock_shift=places_views.clock_shift,
    )
    logs.init_app(app)
    login_manager.init_app(app)
    login_manager.user_loader(sessions.load_session)
    babel.init_app(app, default_locale="en", default_timezone="Europe/London")  # type: ignore[no-untyped-call]
    htmx.init_app(app)
    forgery.init_app(app)
    audience.init_app(app)
    errors.init_app(app, sign_in_first=people_views.sign_in_first)
    headers.init_app(app)
    static_files.init_app(app, PROJECT_ROOT / "static")
    template_globals.init_app(app, SUBJECTS)
    fast_words.init_app(app)
    remembered.init_app(app)
    for subject in SUBJECTS:
        _join_subject(app, subject)
    if settings.proxies:  # only what those say of where somebody came from, and of nothing else
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, 0, 0, 0, 0)  # type: ignore[method-assign]
    if not only_pages:
        _join_commands(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    name = "__Host-session" if settings.is_https else "session"
    return {
        "SECRET_KEY": settings.secret,
        "SESSION_COOKIE_NAME": name,
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 12 * 3600,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": 200,
        "TRUSTED_HOSTS": [settings.host.rpartition(":")[0] or settings.host, settings.host],
        "PORTAL_LOG_REQUESTS": settings.log_requests,
    }


def _init_database(app: Flask, settings: Settings) -> None:
    options: dict[str, object] = {"url": settings.database_url}
    if not settings.database_url.startswith("sqlite"):
        options |= {"pool_size": 5, "max_overflow": 5, "pool_pre_ping": False}
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    for subject in SUBJECTS:
        if (Path(__file__).parent / subject / "models.py").exists():
            importlib.import_module(f"app.{subject}.models")
    db.init_app(app)
    # Closing async sessions, of which there are none, would start an event loop in each request.
    app.teardown_appcontext_funcs[:] = [
        close for close in app.teardown_appcontext_funcs if not inspect.iscoroutinefunction(close)
    ]
    with app.app_context():
        database.prepare_engine(db.engine)


def _join_subject(app: Flask, subject: str) -> None:
    """Register a subject's pages, where it has some."""
    if (Path(__file__).parent / subject / "views.py").exists():
        app.register_blueprint(importlib.import_module(f"app.{subject}.views").pages)


def _join_commands(app: Flask) -> None:
    """Register what `flask` can do. Imported only here: it would cost each web worker memory."""
    importlib.import_module("app.prepare").init_app(app)
    parts = [f"app.{name}" for name in ("prepare", "seed", "jobs", "docs")]
    for subject in SUBJECTS:
        if (Path(__file__).parent / subject / "commands.py").exists():
            parts.append(f"app.{subject}.commands")
    for part in parts:
        app.cli.add_command(importlib.import_module(part).commands)
