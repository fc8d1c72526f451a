"""Logs as JSON lines without personal data: routes, never addresses or what was typed."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

FIELDS = ("method", "route", "status", "milliseconds", "incident")


class JsonLines(logging.Formatter):
    """One event, one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the event; newlines are escaped by JSON."""
        event: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        event |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            kind, _, _ = record.exc_info
            event["error"] = kind.__name__ if kind else ""
            event["where"] = _frames(record)
        return json.dumps(event, ensure_ascii=False)


def _frames(record: logging.LogRecord) -> list[str]:
    # File and line only: the message of an error may quote what somebody wrote.
    frames, step = [], record.exc_info[2] if record.exc_info else None
    while step is not None:
        code = step.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return frames[-12:]


def _start_watch() -> None:
    g.began = time.perf_counter()


def _log_request(response: Response) -> Response:
    rule = request.url_rule
    logging.getLogger("portal.requests").info(
        "request",
        extra={
            "method": request.method,
            "route": rule.rule if rule else "(none)",
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.get("began", 0)) * 1000, 1),
        },
    )
    return response


def init_app(app: Flask) -> None:
    """Write the portal's log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    requests = logging.getLogger("portal.requests")
    for logger in (app.logger, requests):
        logger.handlers[:] = [handler]
        logger.propagate = False
    app.logger.setLevel(logging.WARNING)
    requests.setLevel(logging.INFO if app.config["PORTAL_LOG_REQUESTS"] else logging.WARNING)
    app.before_request(_start_watch)
    app.after_request(_log_request)
