"""The blueprint of the account desk: what its routes hang on."""

from flask.blueprints import BlueprintSetupState

from ..web.late_views import DeskBlueprint

blueprint = DeskBlueprint("account", __name__, url_prefix="")


@blueprint.record
def _prepare(state: BlueprintSetupState) -> None:
    """Give the accounts package its key and the cost of a hash."""
    from ...accounts import keyed_marks, passwords

    keyed_marks.use_key(state.app.config["SECRET_KEY"])
    passwords.use_cost(state.app.config["PASSWORD_KIB"])
