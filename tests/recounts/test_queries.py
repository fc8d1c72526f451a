"""What the counts must equal, read from the rows."""

from app.recounts import queries
from app.voices.lines import People


def test_people_of_needs_are_counted_everywhere_by_area_and_by_ward(session, make):
    ward = make.ward("Harbour")
    area = make.area("Links", ward=ward)
    need = make.need(supports=3, supporters_from=area)
    make.room_voice(need, make.gathering("Lunch club", area=area, came=12), people=7)
    found = queries.people_of_needs(session, [need.id])
    assert found[(need.id, 0)] == People(3, 7)
    assert found[(need.id, area.id)] == People(3, 7)
    assert found[(need.id, ward.id)] == People(3, 7)


def test_the_people_of_a_room_count_once_for_a_theme_and_not_those_online_already(session, make):
    area, theme = make.area("Links"), make.theme()
    room = make.gathering("Lunch club", area=area, came=12, also_online=2)
    for _ in range(3):
        make.room_voice(make.need(supports=1, theme=theme), room, people=8)
    assert queries.people_of_themes(session, [theme.id])[(theme.id, 0)].rooms == 10


def test_who_took_part_leaves_out_held_and_joined_voices(session, make):
    area = make.area("Links")
    make.participant(place=area)
    make.participant(place=area, held=True)
    make.gathering("Lunch club", area=area, came=12, also_online=2)
    assert queries.people_who_took_part(session)[(0, area.id)] == People(1, 10)
