"""`close_section`: sleeps until the next close of its section, closes what is due, and begins again. It decides nothing."""

from collections.abc import Generator
from datetime import timedelta
from typing import Any

import azure.durable_functions as df
from durabletask import task

blueprint = df.Blueprint()

type Steps = Generator[task.Task[Any], Any]

WAKE = "wake"
"""The event that makes it look at once: closing times were changed."""


@blueprint.orchestration_trigger(context_name="context")
def close_section(context: task.OrchestrationContext, section: dict[str, Any]) -> Steps:
    closed = yield context.call_activity("close_due_items", input=section)
    if closed["sleep_s"] is None:
        return
    timer = context.create_timer(timedelta(seconds=closed["sleep_s"]))
    yield task.when_any([timer, context.wait_for_external_event(WAKE)])
    context.continue_as_new(section)
