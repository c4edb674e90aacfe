"""Every file of this desk that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from . import messages as office_messages
from .activities import composer, participation
from .activities import messages as activity_messages
from .activities import views as activity_views
from .api_keys import messages as api_key_messages
from .api_keys import views as api_key_views
from .audit import views
from .blueprint import blueprint
from .deployments import messages as deployment_messages
from .deployments import progress, returns
from .deployments import views as deployment_views
from .exchange import messages as exchange_messages
from .exchange import views as exchange_views
from .filings import messages as filing_messages
from .filings import views as filing_views
from .hours import views as hours_views
from .meeting import views as meeting_views
from .notices import views as notices_views
from .official import appeals, figures, papers
from .official import messages as official_messages
from .official import views as official_views
from .people import newcomers, rollover, staff_slips, transfers, units
from .people import views as people_views
from .plan import calendar, feed, hours_rules, schedule, weeks
from .plan import views as plan_views
from .plausibility import views as plausibility_views
from .report import exports, how_figures, messages, sessions
from .report import views as report_views
from .roster import template
from .roster import views as roster_views
from .rules import messages as rules_messages
from .rules import views as rules_views
from .schemes import edit, scores
from .schemes import messages as scheme_messages
from .schemes import views as scheme_views
from .system import views as system_views
from .weak_topics import views as weak_topics_views
from .week import broadcast, reminder_log, teacher_minute

__all__ = ["blueprint"]
