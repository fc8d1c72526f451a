"""The Flask extensions, made once here and joined to the application in `create_app`."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx

db = SQLAlchemy()
login_manager = LoginManager()
csrf = CSRFProtect()
htmx = Htmx()
babel = Babel()  # type: ignore[no-untyped-call]  # it ships no types
