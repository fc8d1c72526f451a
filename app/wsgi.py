"""What a web server loads: `app.wsgi:application`."""

from app import create_app
from app.foundation.web import kept_pages

application = create_app(only_pages=True)
kept_pages.init_app(application)
