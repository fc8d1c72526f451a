"""All forty needs of the demo place, in the order in which they are published."""

from app.demo.needs_a import NEEDS_A
from app.demo.needs_b import NEEDS_B
from app.demo.needs_c import NEEDS_C
from app.demo.needs_d import NEEDS_D

NEEDS = NEEDS_A + NEEDS_B + NEEDS_C + NEEDS_D
