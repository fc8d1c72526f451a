"""Who may see and shape themes."""

from app.foundation.access import Actor, Role
from app.themes.models import Theme, ThemeState


def may_see_theme(actor: Actor, theme: Theme) -> bool:
    """Everyone sees a theme once it was shared; while it is forming only planners do."""
    return theme.state is not ThemeState.FORMING


def may_shape_themes(actor: Actor) -> bool:
    """Planners make themes, name them, share them and say when they are agreed."""
    return actor.job is not None or actor.has_role(Role.PLANNER)
