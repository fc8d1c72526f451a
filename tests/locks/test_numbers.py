"""Six numbers: as every app makes them, each once, half a minute either way, and guessing."""

from datetime import UTC, datetime, timedelta

import pytest

from app.locks import numbers
from tests.builders import APP_SECRET

# RFC 6238, appendix B: the secret "12345678901234567890", and the last six digits it gives.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"}
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
STEP = timedelta(seconds=numbers.STEP_SECONDS)


@pytest.mark.parametrize(("second", "shown"), RFC.items())
def test_they_are_those_of_the_standard(second, shown):
    at = datetime.fromtimestamp(second, UTC)
    assert numbers.numbers_of(RFC_SECRET, after=0, real_now=at) == shown
    assert numbers.fitting_step(RFC_SECRET, shown, after=0, real_now=at) == second // 30


@pytest.mark.parametrize(
    ("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_half_a_minute_off(off, fits):
    shown = numbers.numbers_of(APP_SECRET, after=0, real_now=NOW + off * STEP)
    step = numbers.fitting_step(APP_SECRET, shown, after=0, real_now=NOW)
    assert step == (numbers.step_of(NOW) + off if fits else None)


def test_numbers_once_used_never_fit_again_and_neither_do_older_ones():
    step = numbers.step_of(NOW)
    for off in (-1, 0):
        shown = numbers.numbers_of(APP_SECRET, after=0, real_now=NOW + off * STEP)
        assert numbers.fitting_step(APP_SECRET, shown, after=step, real_now=NOW) is None
    later = numbers.numbers_of(APP_SECRET, after=step, real_now=NOW)
    assert numbers.fitting_step(APP_SECRET, later, after=step, real_now=NOW) == step + 1
    assert numbers.numbers_of(APP_SECRET, after=step + 1, real_now=NOW) == ""


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "-1-2-3", "9" * 5000])
def test_what_are_no_six_numbers_fits_nothing(typed):
    assert numbers.fitting_step(APP_SECRET, typed, after=0, real_now=NOW) is None


def test_gaps_and_other_digits_do_not_matter():
    assert numbers.typed_numbers(" 123 456 ") == "123456"
    assert numbers.typed_numbers("١٢٣٤٥٦") == "123456"


def test_the_pause_grows_with_wrong_tries():
    paused = [failures for failures in range(20) if numbers.pause_after(failures)]
    assert paused == [5, 10, 15]
    minutes = [numbers.pause_after(failures) / timedelta(minutes=1) for failures in paused]
    assert minutes == [10, 20, 40]
    assert numbers.pause_after(5_000) == numbers.LONGEST_PAUSE


def test_every_secret_is_new_and_long():
    made = {numbers.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(len(secret) == 32 for secret in made)  # 160 bits, as the standard asks
    assert numbers.in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_the_picture_is_an_image_that_names_whose_it_is():
    shown = numbers.picture(APP_SECRET, email="mo@braidvale.example", site_name="Thegither")
    assert shown.startswith("data:image/svg+xml")
    assert "script" not in shown
