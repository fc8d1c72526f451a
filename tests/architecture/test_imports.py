"""Rules 1 to 3: who may import whom. The contracts stand in pyproject.toml."""

import subprocess
import sys
import tomllib

from app import SUBJECTS
from tests.architecture.source import ROOT, complain, subject_folders

RUN = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"


def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {each["id"]: each for each in settings["tool"]["importlinter"]["contracts"]}


def test_imports_go_one_way():
    ran = subprocess.run(
        [sys.executable, "-c", RUN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, (
        "An import goes the wrong way. Inside a subject: views use forms, forms use operations, "
        "operations use queries and permissions, all use models. Between subjects: one uses only "
        "those before it in SUBJECTS; only views and commands may look at queries of later ones. "
        "Below views and forms nothing imports Flask. Move what both need to the earlier subject, "
        f"or hand it over as an argument.\n{ran.stdout}{ran.stderr}"
    )


def test_the_order_of_subjects_is_the_same_everywhere():
    in_contract = [
        layer.removeprefix("app.") for layer in contracts()["order-of-subjects"]["layers"]
    ]
    in_app = [*reversed(SUBJECTS), "foundation"]
    assert in_contract == in_app, (
        "SUBJECTS in app/__init__.py (lowest first) and the contract order-of-subjects in "
        f"pyproject.toml (highest first) differ.\npyproject: {in_contract}\napp:       {in_app}"
    )


def test_the_three_contracts_stand():
    known = {"one-way-inside-a-subject", "domain-knows-no-web", "order-of-subjects"}
    missing = known - contracts().keys()
    assert not missing, f"Put these contracts back into pyproject.toml: {missing}"


def test_every_folder_is_a_subject_with_a_place_in_the_order():
    complain(
        "Give each folder of app/ its place in SUBJECTS (app/__init__.py) and in pyproject.toml.",
        [f"app/{name} has none" for name in subject_folders() if name not in SUBJECTS]
        + [f"{name} has no folder" for name in SUBJECTS if name not in subject_folders()],
    )
