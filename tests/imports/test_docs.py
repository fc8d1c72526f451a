import click

from app.imports.commands import needs
from app.imports.mapping import FIELDS
from app.settings import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "importing.md").read_text()


def test_the_page_about_importing_names_every_field_and_option() -> None:
    assert [field for field in FIELDS if f"| `{field}` |" not in PAGE] == []
    options = [
        name for each in needs.params if isinstance(each, click.Option) for name in each.opts
    ]
    assert len(options) > 10
    assert [name for name in options if name not in PAGE] == []
