"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from . import about, answer_cards, calendar_feed, first_run, front_page, guide, join, language, me, messages, pinyin
from .blueprint import blueprint
from .notices import views as notices_views
from .sign_in import choose_secret, sign_out, views
from .slips import views as slips_views

__all__ = ["blueprint"]
