"""Fixtures for tests in a real browser."""

from tests.browser.fixtures import *  # noqa: F403 - pytest finds fixtures by their names here
