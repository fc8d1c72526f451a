"""What every template may use: dates, numbers, files by name, the viewer and permissions."""

import importlib
import inspect
import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, url_for
from flask_wtf.csrf import generate_csrf

from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.text.plain import one_line, paragraphs, sentence_excerpt
from app.foundation.text.rich import stored_html
from app.foundation.text.tags import hidden_input
from app.foundation.web.paging import same_page_with
from app.foundation.web.session import current_actor, place_now, settings

NO_BREAK_SPACE = "\u00a0"


def number(value: int | float) -> str:
    """Write 1412 as 1,412."""
    return f"{value:,}"


def day(value: date | datetime) -> str:
    """Write a day as "Thursday 12 February", with the year when it is not this year."""
    on = clock.local_day(value) if isinstance(value, datetime) else value
    text = f"{on:%A} {on.day}{NO_BREAK_SPACE}{on:%B}"
    return (
        text if on.year == clock.local_day(place_now()).year else f"{text}{NO_BREAK_SPACE}{on:%Y}"
    )


def day_year(value: date | datetime) -> str:
    """Write a day as "12 February 2026"."""
    on = clock.local_day(value) if isinstance(value, datetime) else value
    return f"{on.day}{NO_BREAK_SPACE}{on:%B}{NO_BREAK_SPACE}{on:%Y}"


def moment(value: datetime) -> str:
    """Write a moment as "12 February 2026 at 10:04"."""
    return f"{day_year(value)} at {value.astimezone(clock.LOCAL_ZONE):%H:%M}"


@cache
def _manifest(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    names: dict[str, str] = json.loads(path.read_text())
    return names


def asset(name: str) -> str:
    """Return the address of a file made at set-up; its name carries a hash of what is in it."""
    from flask import current_app  # noqa: PLC0415 - keeps the name out of the template's reach

    folder = Path(current_app.static_folder or "") / "vendor"
    return url_for(
        "static", filename=f"vendor/{_manifest(folder / 'manifest.json').get(name, name)}"
    )


def csrf_field() -> str:
    """Return the hidden token for somebody signed in, and nothing for everyone else."""
    return hidden_input("csrf_token", generate_csrf()) if current_actor().has_session else ""


class May:
    """Permission questions for templates: `may.decide_need(need)` asks `may_decide_need`."""

    def __init__(self, questions: dict[str, Callable[..., bool]]) -> None:
        """Keep the questions by name."""
        self._questions = questions

    def __getattr__(self, name: str) -> Callable[..., bool]:
        """Return the question with the actor of this request filled in."""
        try:
            return partial(self._questions[f"may_{name}"], current_actor())
        except KeyError:
            raise AttributeError(name) from None


def permission_questions(subjects: tuple[str, ...]) -> dict[str, Callable[..., bool]]:
    """Collect every `may_…` function of the subjects."""
    questions: dict[str, Callable[..., bool]] = {}
    for subject in subjects:
        if importlib.util.find_spec(f"app.{subject}.permissions") is None:
            continue
        module = importlib.import_module(f"app.{subject}.permissions")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("may_") and function.__module__ == module.__name__:
                questions[name] = function
    return questions


def init_app(app: Flask, subjects: tuple[str, ...]) -> None:
    """Hand everything to Jinja."""
    site = settings_for_pages(app)
    may = May(permission_questions(subjects))
    app.jinja_env.filters.update(
        paragraphs=paragraphs,
        one_line=one_line,
        rich=stored_html,
        excerpt=sentence_excerpt,
        number=number,
        day=day,
        day_year=day_year,
        moment=moment,
    )
    app.jinja_env.globals.update(
        asset=asset,
        csrf_field=csrf_field,
        may=may,
        site=site,
        same_page_with=same_page_with,
        page_language="en",
        page_direction="ltr",
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_for_this_request)


def _for_this_request() -> dict[str, Any]:
    actor: Actor = current_actor()
    return {"viewer": actor, "today": clock.local_day(place_now()), "place_now": place_now()}


def settings_for_pages(app: Flask) -> SimpleNamespace:
    """Return the settings that pages may show: names and ways to reach us, no secret."""
    with app.app_context():
        known = settings()
    return SimpleNamespace(
        name=known.site_name,
        place=known.place_name,
        partnership=known.partnership,
        phone=known.phone,
        address=known.post,
        email=known.email,
        family=known.colours,
        promise_check_days=known.promise_check_days,
        promise_answer_weeks=known.promise_answer_weeks,
        quick_exit_url=known.quick_exit_url,
        demo=known.demo,
        provider=known.provider.name if known.provider else "",
        base_url=known.address,
    )
