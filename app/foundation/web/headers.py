"""Headers of every answer: what the browser may load, and who may keep the page."""

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from app.foundation.web.session import SAFE_METHODS, settings

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


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if settings().is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
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


class FormAnswers(SecureCookieSessionInterface):
    """Keeps Back working over the answers to forms.

    They are never shared, so nothing is gained by saying that they vary with the cookie; and once
    a first cookie is given, the browser would take the page behind for another one and show an
    error in place of one's own words.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save as ever, and leave the answer to a form without `Vary: Cookie`."""
        super().save_session(app, session, response)
        if request.method not in SAFE_METHODS:
            response.vary.discard("Cookie")


def init_app(app: Flask) -> None:
    """Set the headers last, over whatever the view answered."""
    app.after_request(_set_headers)
    app.session_interface = FormAnswers()
