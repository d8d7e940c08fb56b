"""What Azure runs: every blueprint of the app, and nothing else."""

import azure.functions as func

from functions.accounts.http import blueprint as accounts
from functions.bids.http import blueprint as bids
from functions.health.http import blueprint as health

app = func.FunctionApp()
app.register_functions(accounts)
app.register_functions(bids)
app.register_functions(health)
