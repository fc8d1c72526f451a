"""Common passwords are refused by a list; nobody pays for it who sets none."""

import random
import subprocess
import sys

import pytest

from app.foundation.access import Role
from app.people.common_passwords import _listed, is_common
from app.people.passwords import SHORTEST
from app.settings import PROJECT_ROOT
from tests.builders import PASSWORD

TOO_COMMON = "Many people use this password, or one like it. Take three words of your own."
AROUND = ("2026", "1234", "12345", "!", "123!", "1990!", "19901231")


def test_the_list_is_where_we_look_for_it():
    listed = _listed().decode().strip(",").split(",")
    assert len(listed) == 30_000
    long = [each for each in listed if len(each) >= SHORTEST]
    assert len(long) > 200
    assert all(is_common(each) for each in long)


def test_digits_and_signs_around_a_common_one_make_it_no_better():
    listed = _listed().decode().strip(",").split(",")
    for each in random.Random(7).sample(listed, 40):  # noqa: S311 - no secret
        for tail in AROUND:
            assert is_common(each + tail)
            assert is_common(tail + each)


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Password2026!", "2026Password!!", "P@ssw0rd1234", "qwertyuiop12",
        "monkeymonkey12", "sonyericsson", "1qaz2wsx3edc", "123412341234", "!!!!!!!!!!!!",
    ],
)  # fmt: skip
def test_a_common_one_is_known_in_any_dress(password):
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    [
        "three plain words", "teapot lantern moss", "Xk3!vb9Qzz1p", "dragon839204729471",
        "été2024été2025", '"password"abc', "🚌🚌 bus 🚌",
    ],
)  # fmt: skip
def test_others_are_not(password):
    assert not is_common(password)


def test_the_package_is_never_imported():
    asks = (
        "import sys; from app.people.common_passwords import is_common; "
        "assert is_common('password1234'); assert 'zxcvbn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", asks], cwd=PROJECT_ROOT, check=True)


def test_whoever_sets_one_reads_why_not_and_keeps_the_old_one(browse, session, make):
    make.area()
    moderator = make.person(Role.MODERATOR)
    before = moderator.password_hash
    page = browse.sign_in(moderator).visit("/my-account")
    page = page.fill({"Password you use now": PASSWORD, "New password": "password1234"})
    page = page.press("Change my password", status=422)
    assert page.errors == [TOO_COMMON]
    session.refresh(moderator)
    assert moderator.password_hash == before
    page = page.fill({"Password you use now": PASSWORD, "New password": "teapot lantern moss"})
    assert "Your password is changed." in page.press("Change my password")
    session.refresh(moderator)
    assert moderator.password_hash != before
