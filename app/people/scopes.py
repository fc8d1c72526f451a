"""Where and for whom roles can be held. Pure."""

from app.foundation.access import ROLES_WITH_BODY, ROLES_WITH_PLACE, NotPossibleNow, Role


def refuse_wrong_scope(role: Role, place_id: int | None, organisation_id: int | None) -> None:
    """Refuse a place for a role that holds everywhere, and a partner editor of no body."""
    if place_id is not None and role not in ROLES_WITH_PLACE:
        raise NotPossibleNow("This role holds everywhere. Choose no place for it.")
    if role in ROLES_WITH_BODY and organisation_id is None:
        raise NotPossibleNow("A partner editor works for one body. Choose that body.")
    if organisation_id is not None and role not in ROLES_WITH_BODY:
        raise NotPossibleNow("Only a partner editor works for a body. Choose no body for it.")
