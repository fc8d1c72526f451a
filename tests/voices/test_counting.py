"""What one participant adds to the counts: values in, values out."""

from hypothesis import given
from hypothesis import strategies as st

from app.voices.counting import SupportFacts, contribution, difference, gained
from app.voices.models import EVERYWHERE, Counted

ids = st.integers(1, 4)
support = st.builds(
    SupportFacts,
    target_id=ids,
    theme_ids=st.lists(ids, max_size=2, unique=True).map(tuple),
    area_id=st.none() | ids,
    ward_id=st.none() | st.integers(11, 13),
)
supports = st.lists(support, max_size=6)


def test_a_person_adds_one_to_a_need_however_often_it_was_merged():
    twice = [SupportFacts(1, (7,), 3, None), SupportFacts(1, (7,), 3, None)]
    assert contribution(twice) == {
        (Counted.NEED, 1, EVERYWHERE),
        (Counted.NEED, 1, 3),
        (Counted.THEME, 7, EVERYWHERE),
        (Counted.THEME, 7, 3),
    }


@given(supports, supports)
def test_moving_by_the_difference_gives_what_the_new_supports_add(before, after):
    counts = dict.fromkeys(contribution(before), 1)
    for key, step in difference(before, after).items():
        counts[key] = counts.get(key, 0) + step
    assert {key for key, count in counts.items() if count} == contribution(after)
    assert set(counts.values()) <= {0, 1}


@given(supports, support)
def test_one_more_support_gains_what_the_difference_says(before, new):
    assert gained(before, new) == difference(before, [*before, new])
