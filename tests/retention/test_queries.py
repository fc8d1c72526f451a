"""Which addresses codes still stand for."""

from app.members.models import CodePurpose, SignInCode
from app.retention.queries import marks_in_use


def test_an_address_is_in_use_while_a_code_stands_for_it(session, make, now):
    code = SignInCode(
        purpose=CodePurpose.JOIN, email_mark="mark", email="", code_digest="c", link_digest="l",
        browser_digest="b", made_at=now,
    )  # fmt: skip
    session.add(code)
    assert session.scalars(marks_in_use()).all() == ["mark"]
    session.delete(code)
    assert session.scalars(marks_in_use()).all() == []
