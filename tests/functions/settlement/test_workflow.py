"""The settlement run on a task hub that really replays and really forgets."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import azure.durable_functions as df
import pytest
from durabletask.client import OrchestrationStatus

from functions.closing.timers import reconcile_once
from functions.settlement import service, workflow
from shared.db.pool import Connection
from shared.durable import ensure_running
from shared.runtime import Services
from tests.factories.durable import running_hub
from tests.factories.gala import Gala
from tests.factories.settling import invoice_of, make_payer, open_checkout, sell

INVOICE = {"org_id": "o", "invoice_id": "i"}


async def output_of(client: df.DurableFunctionsClient, instance_id: str) -> str | None:
    state = await client.wait_for_orchestration_completion(instance_id, timeout=20)
    assert state is not None
    assert state.runtime_status is OrchestrationStatus.COMPLETED, state.failure_details
    return state.serialized_output


async def test_an_invoice_is_stepped_until_it_is_settled() -> None:
    answers = [
        {"status": "waiting", "again_in_s": 0.05},
        {"status": "retry", "again_in_s": 0.05},
        {"status": "paid", "again_in_s": None},
    ]
    calls: list[object] = []

    async def settle_step(invoice: object) -> object:
        calls.append(invoice)
        return answers[len(calls) - 1]

    async with running_hub([workflow.settle_invoice], {"settle_step": settle_step}) as client:
        await ensure_running(client, "settle:i", service.SETTLE_INVOICE, INVOICE)
        assert await output_of(client, "settle:i") == '"paid"'
    assert calls == [INVOICE] * 3


async def test_an_event_without_open_bills_is_settled_at_once() -> None:
    async def start_settlements(_: object) -> int:
        return 0

    async with running_hub([workflow.settle_event], {"start_settlements": start_settlements}) as client:
        await ensure_running(client, "settle-event:e", service.SETTLE_EVENT, {"org_id": "o", "event_id": "e"})
        await output_of(client, "settle-event:e")


def _activities(app: Services, holder: list[df.DurableFunctionsClient]) -> dict[str, Callable[[Any], Awaitable[Any]]]:
    async def start_settlements(event: dict[str, Any]) -> int:
        return await service.start_settlements(app, holder[0], UUID(event["org_id"]), UUID(event["event_id"]))

    async def settle_step(invoice: dict[str, Any]) -> dict[str, Any]:
        step = await service.settle_step(app, UUID(invoice["org_id"]), UUID(invoice["invoice_id"]))
        return {"status": step.status, "again_in_s": step.again_in_s}

    return {"start_settlements": start_settlements, "settle_step": settle_step}


@pytest.mark.parametrize("forgets", [False, True])
async def test_reconcile_starts_the_run_and_starts_it_again_on_a_hub_that_forgot(
    owner: Connection, app: Services, gala: Gala, forgets: bool
) -> None:
    guests = [await make_payer(owner, app, gala) for _ in range(3)]
    for guest in guests:
        await sell(owner, app, gala, guest, 10_000)
    await open_checkout(owner, app, gala, hold_s=3_600 if forgets else 0)
    orchestrators = [workflow.settle_event, workflow.settle_invoice]
    holder: list[df.DurableFunctionsClient] = []
    invoice_ids = [await invoice_of(owner, guest) for guest in guests]
    if forgets:
        async with running_hub(orchestrators, _activities(app, holder)) as client:
            holder[:] = [client]
            assert await reconcile_once(app, client) == []
            state = await client.wait_for_orchestration_start(f"settle-event:{gala.event_id}", timeout=10)
            assert state is not None
        await owner.execute("UPDATE invoices SET charge_not_before = now()")
    restarted = Services(app.settings)
    async with running_hub(orchestrators, _activities(app, holder)) as client:
        holder[:] = [client]
        assert await reconcile_once(restarted, client) == []
        for invoice_id in invoice_ids:
            await client.wait_for_orchestration_start(f"settle-event:{gala.event_id}", timeout=10)
            state = None
            while state is None:  # the event's run starts it within the same second
                state = await client.get_orchestration_state(f"settle:{invoice_id}")
            assert await output_of(client, f"settle:{invoice_id}") == '"paid"'
    await restarted.close()
    assert await owner.fetchval("SELECT bool_and(status = 'paid') FROM invoices")
    assert await owner.fetchval("SELECT count(*) FROM receipts") == 3
