"""`flask people …`: the first staff account, made on the machine itself."""

import click
from flask.cli import AppGroup

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow, Role
from app.foundation.mail_addresses import is_email
from app.foundation.web.session import settings
from app.people import operations
from app.people.common_passwords import is_common
from app.people.passwords import LONGEST, SHORTEST, is_guessable

commands = AppGroup("people", help="Sign-ins of staff.")


@commands.command("make-admin")
@click.option("--email", prompt="E-mail")
@click.option("--name", prompt="Name")
@click.password_option(help=f"At least {SHORTEST} characters.")
def make_admin(email: str, name: str, password: str) -> None:
    """Make a sign-in that may make all others."""
    if not is_email(email.strip()):
        raise click.ClickException("This is no e-mail. Type a whole one, like name@example.org.")
    if len(password) < SHORTEST:
        raise click.ClickException(f"Make the password {SHORTEST} characters or longer.")
    if is_common(password):
        raise click.ClickException("Many people use this password, or one like it. Take another.")
    if len(password) > LONGEST or is_guessable(password, (email, name, settings().place_name)):
        raise click.ClickException("This password is easy to guess, or too long. Take another.")
    actor, now = Actor.system("command line"), clock.real_now()
    try:
        person = operations.make_person(
            db.session, actor, email=email, name=name, password=password, now=now
        )
    except NotPossibleNow as problem:
        raise click.ClickException(str(problem)) from problem
    operations.give_role(
        db.session, actor, person, Role.ADMIN,
        place_id=None, today=clock.local_day(now), ends_on=None, now=now,
    )  # fmt: skip
    db.session.commit()
    click.echo(f"{name} can sign in with {email} and give roles to others.")
    click.echo("At the first sign-in the portal asks to set up a second step; have a phone ready.")
