"""The account desk: the front door, sign-in, slips, join codes, and the own account."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

blueprint = Blueprint("account", __name__, url_prefix="")


@blueprint.record
def _prepare(state: BlueprintSetupState) -> None:
    """Give the accounts room its key and the cost of a hash."""
    from ...accounts import keyed_marks, passwords

    keyed_marks.use_key(state.app.config["SECRET_KEY"])
    passwords.use_cost(state.app.config["PASSWORD_KIB"])


from . import about, cards, choose, first_run, guide, join, leave, me, sentences, sign_in, slip, start, tongue  # noqa: E402, F401 – they hang their routes here
