"""`flask digests stop`: for whoever reads the mail of a resident who wants no more letters."""

import click
from flask.cli import AppGroup

from app.extensions import db
from app.following import operations as following
from app.foundation.access import Actor
from app.foundation.web.session import place_now
from app.members.queries import find_member_by_email
from app.members.secrets import plain_email

commands = AppGroup("digests", help="Look after letters about what people follow.")


@commands.command("stop")
@click.argument("email")
def stop(email: str) -> None:
    """Let no more letters go to an e-mail, as the link in them does."""
    member = find_member_by_email(db.session, plain_email(email))
    if member is not None:
        following.stop_all_letters(
            db.session, Actor.system("stop-letters"), member.id, now=place_now()
        )
        db.session.commit()
    # The same words for everybody: a mailbox of requests is no list of who has an account.
    click.echo("No more letters about what they follow go to that e-mail.")
