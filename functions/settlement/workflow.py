"""`settle_event` gives every open bill its run; `settle_invoice` waits, charges and receipts one. The database decides."""

from collections.abc import Generator
from datetime import timedelta
from typing import Any

import azure.durable_functions as df
from durabletask import task

blueprint = df.Blueprint()

type Steps = Generator[task.Task[Any], Any, Any]

LOOK_AGAIN_S = 60
"""Holds differ, disputes are resolved: no run sleeps for longer without asking the database again."""


@blueprint.orchestration_trigger(context_name="context")
def settle_event(context: task.OrchestrationContext, event: dict[str, Any]) -> Steps:
    unsettled = yield context.call_activity("start_settlements", input=event)
    if unsettled == 0:
        return
    yield context.create_timer(timedelta(seconds=LOOK_AGAIN_S))
    context.continue_as_new(event)


@blueprint.orchestration_trigger(context_name="context")
def settle_invoice(context: task.OrchestrationContext, invoice: dict[str, Any]) -> Steps:
    step = yield context.call_activity("settle_step", input=invoice)
    if step["again_in_s"] is None:
        return step["status"]
    yield context.create_timer(timedelta(seconds=min(step["again_in_s"], LOOK_AGAIN_S)))
    context.continue_as_new(invoice)
    return None
