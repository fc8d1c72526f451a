"""Groups and bodies, as pickers offer them."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.organisations.models import Sector
from app.organisations.queries import organisation_choices


def test_pickers_offer_every_group_by_name(session, make):
    made = {name: make.organisation(name).id for name in ("Youth Club", "Allotments", "Bus Users")}
    assert organisation_choices(session) == [(made[name], name) for name in sorted(made)]


def test_two_groups_have_two_names(make):
    make.organisation("Bus Users", sector=Sector.VCFSE)
    with pytest.raises(IntegrityError):
        make.organisation("Bus Users", sector=Sector.PUBLIC)
