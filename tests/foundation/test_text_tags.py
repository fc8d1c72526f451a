from app.foundation.text.tags import hidden_input


def test_a_hidden_field_cannot_be_left_by_what_it_holds() -> None:
    assert hidden_input("a", '"><script>') == (
        '<input type="hidden" name="a" value="&#34;&gt;&lt;script&gt;">'
    )
