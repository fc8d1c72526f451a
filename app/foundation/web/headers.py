"""Headers of every answer: what the browser may load, and who may keep the page."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from app.foundation import clock
from app.foundation.web.session import SAFE_METHODS, settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


# No view sets one of these, so they are added as the answer goes out: in the answer itself each
# would be looked at and copied several times.
ON_EVERY_ANSWER = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)


def _set_headers(response: Response) -> Response:
    headers = response.headers
    if "Referrer-Policy" not in headers:
        headers.add("Referrer-Policy", "same-origin")
    if settings().is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        if request.method in SAFE_METHODS:
            response.vary.add("Cookie")
        if "Cache-Control" not in headers:
            ok = 200
            for_everyone = (
                not request.cookies
                and request.method in {"GET", "HEAD"}
                and response.status_code == ok
                and "Set-Cookie" not in headers
            )
            headers["Cache-Control"] = "no-cache" if for_everyone else "private, no-store"
    return response


IDLE_SECONDS = "idle_seconds"


class Sessions(SecureCookieSessionInterface):
    """Sessions that say themselves how long they may idle; and Back works over answers to forms.

    Those are never shared, so nothing is gained by saying that they vary with the cookie; and once
    a first cookie is given, the browser would take the page behind for another one and show an
    error in place of one's own words.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Open a session that we signed, unless nobody used it for longer than it may idle."""
        value = request.cookies.get(self.get_cookie_name(app), "")
        signer = self.get_signing_serializer(app) if value else None
        if signer is None:
            return self.session_class()
        try:
            kept, signed_at = signer.loads(value, return_timestamp=True)
        except BadSignature:
            return self.session_class()
        opened = self.session_class(kept)
        is_over = clock.real_now() - signed_at > _may_idle(app, opened)
        return self.session_class() if is_over else opened

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """Let the browser keep the cookie as long as the session may idle."""
        usual = super().get_expiration_time(app, session)
        return usual and usual - app.permanent_session_lifetime + _may_idle(app, session)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save as ever, and leave the answer to a form without `Vary: Cookie`."""
        is_form = request.method not in SAFE_METHODS
        if is_form:
            session.accessed = False
        super().save_session(app, session, response)
        if is_form and "Vary" in response.headers:
            response.vary.discard("Cookie")


def _may_idle(app: Flask, session: SessionMixin) -> timedelta:
    seconds = session.get(IDLE_SECONDS)
    return app.permanent_session_lifetime if seconds is None else timedelta(seconds=seconds)


def _on_every_answer(answer: "WSGIApplication") -> "WSGIApplication":
    def answer_with_them(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def begin(status: str, own: list[tuple[str, str]], *error: Any) -> Callable[[bytes], Any]:
            return start_response(status, [*own, *ON_EVERY_ANSWER], *error)

        return answer(environ, begin)

    return answer_with_them


def init_app(app: Flask) -> None:
    """Set the headers last, over whatever the view answered."""
    app.after_request(_set_headers)
    app.wsgi_app = _on_every_answer(app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.session_interface = Sessions()
