"""Activities of settling. They take ids, read the state themselves, and may run any number of times."""

from typing import TypedDict
from uuid import UUID

import azure.durable_functions as df

from functions.settlement import service
from shared.runtime import get_services

blueprint = df.Blueprint()


class EventInput(TypedDict):
    """A named type, because the worker refuses `dict[str, str]` as the annotation of a binding."""

    org_id: str
    event_id: str


class InvoiceInput(TypedDict):
    org_id: str
    invoice_id: str


class StepDone(TypedDict):
    status: str
    again_in_s: float | None


@blueprint.durable_client_input(client_name="client")
@blueprint.activity_trigger(input_name="event")
async def start_settlements(event: EventInput, client: df.DurableFunctionsClient) -> int:
    """How many bills are not done with; each has its own run from now on."""
    return await service.start_settlements(await get_services(), client, UUID(event["org_id"]), UUID(event["event_id"]))


@blueprint.activity_trigger(input_name="invoice")
async def settle_step(invoice: InvoiceInput) -> StepDone:
    step = await service.settle_step(await get_services(), UUID(invoice["org_id"]), UUID(invoice["invoice_id"]))
    return {"status": step.status, "again_in_s": step.again_in_s}
