"""Who may read the plan and who may change it."""

from app.foundation.access import Actor, Role
from app.plan.models import Action, ActionState, Outcome, OutcomeState


def may_see_outcome(actor: Actor, outcome: Outcome) -> bool:
    """Everyone sees a change we want once it is agreed; a draft has no public page."""
    return outcome.state is OutcomeState.AGREED


def may_see_action(actor: Actor, action: Action) -> bool:
    """Everyone sees an action once it is agreed, whatever becomes of it."""
    return action.state is not ActionState.PROPOSED


def may_tell_of_action(actor: Actor, action: Action) -> bool:
    """Planners say how far an action is and tell its news; so do editors of the body that leads it.

    Nobody else's action, and nothing before it is agreed: a proposal is the planners' alone.
    """
    is_own = action.lead_id in actor.bodies_for(Role.PARTNER_EDITOR)
    return may_edit_plan(actor) or (is_own and may_see_action(actor, action))


def may_edit_plan(actor: Actor) -> bool:
    """Planners write the plan: changes we want, actions, their needs, states and news."""
    return actor.job is not None or actor.has_role(Role.PLANNER)
