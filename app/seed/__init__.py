"""A believable place to try: `flask seed`, and the demo place that `flask prepare` lays out.

`app/demo` holds the content, as values; here it becomes rows, with the past it would have had.
`scale` adds as many made-up needs as one wants, for trying long lists and for measuring.
"""

from app.seed.commands import commands
from app.seed.demo import lay_out_demo
from app.seed.here import lay_out_here
from app.seed.queries import is_empty
from app.seed.sign_ins import sign_ins

__all__ = ["commands", "is_empty", "lay_out_demo", "lay_out_here", "sign_ins"]
