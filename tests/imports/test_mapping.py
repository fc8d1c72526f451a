import pytest

from app.imports.mapping import FIELDS, positions, wishes_from
from app.imports.problems import FileProblem
from app.needs.models import Channel
from app.priorities.models import DecisionKind


def test_columns_are_read_from_the_options_as_typed() -> None:
    wishes = wishes_from(["words=what they said = all", " code =Ref", "parent-area=Area"])
    assert wishes.columns == {"words": "what they said = all", "code": "Ref", "parent_area": "Area"}


@pytest.mark.parametrize(
    ("maps", "problem"),
    [
        (["words"], "Write --map FIELD=COLUMN"),
        (["words="], "Write --map FIELD=COLUMN"),
        (["wrods=said"], "no field “wrods”. Did you mean words\\?"),
        (["words=a", "words=b"], "given two columns"),
        (["area=a"], "which column holds what people said"),
        ([], "which column holds what people said"),
        (["words=a", "answer_kind=b"], "needs --map answer=COLUMN"),
        (["words=a", "answered_on=b"], "needs --map answer=COLUMN"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(maps: list[str], problem: str) -> None:
    with pytest.raises(FileProblem, match=problem):
        wishes_from(maps)


def test_an_unknown_field_is_answered_with_the_list_of_all() -> None:
    with pytest.raises(FileProblem) as caught:
        wishes_from(["colour=x"])
    assert all(field in str(caught.value) for field in FIELDS)


def test_values_of_the_source_become_ours() -> None:
    wishes = wishes_from(
        ["words=a", "answer=b", "answer_kind=c", "channel=d"],
        ["answer_kind:8='not now'", "answer_kind: Agreed = in part=PARTLY", "channel:web=online"],
    )
    assert wishes.kinds == {"8": DecisionKind.NOT_NOW, "agreed = in part": DecisionKind.PARTLY}
    assert wishes.channels == {"web": Channel.ONLINE}


@pytest.mark.parametrize("typed", ["yes", "partly", "not now", "not-ours", "You_Can"])
def test_every_kind_of_answer_can_be_said_in_plain_words(typed: str) -> None:
    wishes = wishes_from(["words=a", "answer=b", "answer_kind=c"], [f"answer_kind:x={typed}"])
    assert wishes.kinds["x"].value == typed.lower().replace(" ", "_").replace("-", "_")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("answer_kind:8", "Write --value"),
        ("8=yes", "Write --value"),
        ("answer_kind:8=maybe", "“maybe” is no kind of answer. Choose: yes, partly"),
        ("channel:web=pigeon", "is no channel"),
        ("theme:a=b", "answer_kind and channel only"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(value: str, problem: str) -> None:
    with pytest.raises(FileProblem, match=problem):
        wishes_from(["words=a", "answer=b", "answer_kind=c", "channel=d"], [value])


def test_a_value_for_a_field_without_a_column_is_refused() -> None:
    with pytest.raises(FileProblem, match="needs --map answer_kind=COLUMN as well"):
        wishes_from(["words=a", "answer=b"], ["answer_kind:8=yes"])


def test_what_may_be_created_and_what_holds_html_can_be_listed_or_repeated() -> None:
    wishes = wishes_from(["words=a"], [], ["words,answer"], ["area", "theme"])
    assert wishes.html_fields == {"words", "answer"}
    assert wishes.create == {"area", "theme"}
    with pytest.raises(FileProblem, match="--create takes area, theme; not “body”"):
        wishes_from(["words=a"], create=["body"])
    with pytest.raises(FileProblem, match="--html takes words"):
        wishes_from(["words=a"], html=["code"])


def test_every_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(FileProblem) as caught:
        positions({"words": "Said", "area": "Place", "code": "id"}, ["id", "said"])
    assert str(caught.value).splitlines() == [
        "There is no column “Said” for words.",
        "There is no column “Place” for area.",
        "The columns of this file: “id”, “said”.",
    ]


def test_a_heading_that_stands_twice_is_refused_only_where_it_is_wanted() -> None:
    headings = ["id", "said", "note", "note"]
    assert positions({"words": " said "}, headings) == {"words": 1}
    with pytest.raises(FileProblem, match="Two columns are called “note”"):
        positions({"words": "note"}, headings)
