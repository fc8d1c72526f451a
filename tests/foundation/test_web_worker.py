"""What a web server loads."""

import os
import subprocess
import sys

from app.settings import PROJECT_ROOT

# Each of them costs every web worker memory, and no page needs it.
FOR_COMMANDS_ALONE = ("alembic", "mako", "app.seed", "app.jobs", "app.docs")


def test_a_web_worker_loads_nothing_that_only_commands_need(tmp_path):
    code = f"import sys, app.wsgi; print([n for n in {FOR_COMMANDS_ALONE} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT_ROOT,
        env={**os.environ, "PORTAL_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", (
        f"A web worker loads {done.stdout}. Import it in a `commands` module, not in views.\n"
        f"{done.stderr}"
    )
