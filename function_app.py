"""What Azure runs: every blueprint of the app, and nothing else."""

import azure.durable_functions as df

from functions.accounts.http import blueprint as accounts
from functions.approvals.http import blueprint as approvals
from functions.bids.http import blueprint as bids
from functions.closing.activities import blueprint as closing_activities
from functions.closing.http import blueprint as closing
from functions.closing.timers import blueprint as closing_timers
from functions.closing.workflow import blueprint as closing_workflow
from functions.displays.http import blueprint as displays
from functions.events.http import blueprint as events
from functions.guests.http import blueprint as guests
from functions.health.http import blueprint as health
from functions.items.http import blueprint as items
from functions.live.http import blueprint as live
from functions.live.timers import blueprint as live_timers
from functions.notifications.http import blueprint as notifications
from functions.notifications.queues import blueprint as notifications_queues
from functions.notifications.timers import blueprint as notifications_timers
from functions.offers.http import blueprint as offers
from functions.paddle_raise.http import blueprint as paddle_raise
from functions.realtime.http import blueprint as realtime
from functions.realtime.timers import blueprint as realtime_timers
from functions.rehearsals.http import blueprint as rehearsals
from functions.rehearsals.timers import blueprint as rehearsals_timers
from functions.settlement.activities import blueprint as settlement_activities
from functions.settlement.http import blueprint as settlement
from functions.settlement.queues import blueprint as settlement_queues
from functions.settlement.timers import blueprint as settlement_timers
from functions.settlement.workflow import blueprint as settlement_workflow
from functions.stewarding.http import blueprint as stewarding

app = df.DFApp()
app.register_functions(accounts)
app.register_functions(bids)
app.register_functions(events)
app.register_functions(health)
app.register_functions(items)
app.register_functions(realtime)
app.register_functions(realtime_timers)
app.register_functions(closing)
app.register_functions(closing_activities)
app.register_functions(closing_timers)
app.register_functions(closing_workflow)
app.register_functions(stewarding)
app.register_functions(approvals)
app.register_functions(offers)
app.register_functions(live)
app.register_functions(live_timers)
app.register_functions(paddle_raise)
app.register_functions(rehearsals)
app.register_functions(rehearsals_timers)
app.register_functions(guests)
app.register_functions(displays)
app.register_functions(settlement_activities)
app.register_functions(settlement)
app.register_functions(settlement_workflow)
app.register_functions(settlement_queues)
app.register_functions(settlement_timers)
app.register_functions(notifications)
app.register_functions(notifications_queues)
app.register_functions(notifications_timers)
