"""Every family of colours that a council may choose is readable (WCAG 2.2 contrast ratio)."""

import re
from pathlib import Path

import pytest

from app.settings import COLOUR_FAMILIES

TOKENS = Path(__file__).parents[2] / "static" / "css" / "10-tokens.css"
BLOCK = re.compile(r'(?P<which>:root(?:\[data-family="(?P<family>\w+)"\])?) \{(?P<body>[^}]*)\}')
COLOUR = re.compile(r"--t-(\w+): (#[0-9a-f]{3,6});")
# (what, on what, at least)
WANTED = [
    ("accent", "card", 7), ("accent", "paper", 7), ("accent", "tint", 7),
    ("on", "accent", 7), ("deep", "card", 10), ("mid", "card", 3), ("mid", "paper", 3),
    ("ink", "card", 7), ("ink", "paper", 7), ("ink", "tint", 7),
    ("soft", "card", 4.5), ("soft", "paper", 4.5), ("soft", "tint", 4.5),
    ("late", "card", 4.5), ("late", "paper", 4.5), ("late", "tint", 4.5),
]  # fmt: skip


def families() -> dict[str, dict[str, str]]:
    """Return the colours of each family; the first block holds what all of them share."""
    shared, found = {}, {}
    for block in BLOCK.finditer(TOKENS.read_text()):
        colours = dict(COLOUR.findall(block["body"]))
        if block["family"]:
            found[block["family"]] = shared | colours
        else:
            shared |= colours
    return {"bramble": shared, **found}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) > 4 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_standard_says():
    assert contrast("#000", "#ffffff") == 21
    assert round(contrast("#767676", "#fff"), 2) == 4.54


def test_every_family_of_the_settings_has_its_colours():
    assert set(families()) == set(COLOUR_FAMILIES)


@pytest.mark.parametrize("family", sorted(families()))
@pytest.mark.parametrize(("what", "on", "least"), WANTED)
def test_a_family_can_be_read(family, what, on, least):
    colours = families()[family]
    found = contrast(colours[what], colours[on])
    assert found >= least, f"{what} on {on} in {family}: {found:.1f}, wanted {least} or more"
