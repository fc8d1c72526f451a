"""All answers of the demo place, in the order in which they were decided and published."""

from app.demo.decisions_a import DECISIONS_A
from app.demo.decisions_b import DECISIONS_B
from app.demo.decisions_c import DECISIONS_C

DECISIONS = DECISIONS_A + DECISIONS_B + DECISIONS_C
