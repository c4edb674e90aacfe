"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from . import messages as office_messages
from .audit import views
from .blueprint import blueprint
from .notices import views as notices_views
from .people import newcomers, rollover, staff_slips, transfers, units
from .people import views as people_views
from .plan import activities, calendar, feed, hours_rules, schedule, weeks
from .plan import views as plan_views
from .report import exports, messages, sessions
from .report import views as report_views
from .roster import template
from .roster import views as roster_views
from .system import views as system_views
from .weak_topics import views as weak_topics_views

__all__ = ["blueprint"]
