"""Routes: checkout, bills, paying, receipts."""

import azure.functions as func
from pydantic import SecretStr

from functions.accounts.identity import identify
from functions.rehearsals.errors import EventIsRehearsal
from functions.settlement import receipts, service, webhooks
from functions.settlement.errors import (
    CheckoutAlreadyOpen,
    InvoiceIsPaid,
    InvoiceUnknown,
    LevelsHeld,
    LiveSalesUnresolved,
    NoCard,
    NoInvoice,
    PaddleWithoutGuest,
    PaymentRunning,
    ReceiptUnknown,
    SectionsStillOpen,
    WebhookUnsigned,
)
from functions.settlement.schemas import Checkout, Invoice, InvoiceList, OpenCheckout
from shared.clients.errors import BlobsUnavailable
from shared.errors import IdempotencyKeyReused, NotFound, PayloadTooLarge
from shared.http.operation import PUBLIC, http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import NO_STORE, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

HIT = {"Idempotency-Hit": "true"}
MAX_WEBHOOK_BYTES = 1024 * 1024  # Stripe's events are some kilobytes


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/checkout",
    permission="checkout.read",
    summary="What checkout would bill, or how far it is",
    responses={200: Checkout},
    errors=(NotFound,),
)
async def read_checkout(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.read_checkout(services, caller, path_id(req, "event_id")))


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/checkout",
    permission="checkout.open",
    summary="Open checkout: every winner is billed now, and charged after the hold",
    request=OpenCheckout,
    responses={202: Checkout, 200: Checkout},
    errors=(
        NotFound,
        LiveSalesUnresolved,
        LevelsHeld,
        EventIsRehearsal,
        SectionsStillOpen,
        CheckoutAlreadyOpen,
        PaddleWithoutGuest,
        IdempotencyKeyReused,
    ),
    idempotent=True,
)
async def open_checkout(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, OpenCheckout)
    checkout, is_replay = await service.open_checkout(services, caller, path_id(req, "event_id"), key, command)
    return json_response(checkout, 200, HIT) if is_replay else json_response(checkout, 202)


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/invoices",
    permission="invoice.read",
    summary="Every bill of the event",
    responses={200: InvoiceList},
    errors=(NotFound,),
)
async def list_invoices(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.list_invoices(services, caller, path_id(req, "event_id")))


@http_operation(
    blueprint,
    "GET",
    "invoices/{invoice_id}",
    permission="invoice.read",
    summary="A bill",
    responses={200: Invoice},
    errors=(InvoiceUnknown,),
)
async def read_invoice(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.read_invoice(services, caller, path_id(req, "invoice_id")))


@http_operation(
    blueprint,
    "GET",
    "me/invoice",
    permission="invoice.read_own",
    summary="My bill",
    responses={200: Invoice},
    errors=(NoInvoice,),
)
async def own_invoice(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.own_invoice(services, caller))


@http_operation(
    blueprint,
    "POST",
    "me/invoice/pay",
    permission="invoice.pay_own",
    summary="Pay my bill now",
    responses={202: Invoice, 200: Invoice},
    errors=(NoInvoice, InvoiceIsPaid, NoCard),
    idempotent=True,
)
async def pay_own_invoice(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    invoice, is_replay = await service.pay_own_invoice(services, caller, idempotency_key(req))
    return json_response(invoice, 200, HIT) if is_replay else json_response(invoice, 202)


@http_operation(
    blueprint,
    "POST",
    "me/invoice/dispute",
    permission="invoice.pay_own",
    summary="Something is wrong with my bill: do not charge it",
    responses={200: Invoice},
    errors=(NoInvoice, InvoiceIsPaid, PaymentRunning),
)
async def dispute_own_invoice(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    return json_response(await service.dispute_own_invoice(services, caller))


@http_operation(
    blueprint,
    "GET",
    "receipts/{receipt_id}/file",
    permission="receipt.read",
    summary="A receipt as PDF",
    responses={200: None},
    errors=(ReceiptUnknown, BlobsUnavailable),
)
async def receipt_file(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    name, content = await receipts.receipt_file(services, caller, path_id(req, "receipt_id"))
    headers = {"Cache-Control": NO_STORE, "Content-Disposition": f'inline; filename="{name}"'}
    return func.HttpResponse(content, status_code=200, headers=headers, mimetype="application/pdf")


async def _receive(req: func.HttpRequest, secret: SecretStr) -> func.HttpResponse:
    services = await get_services()
    payload = req.get_body()
    if len(payload) > MAX_WEBHOOK_BYTES:
        raise PayloadTooLarge
    await webhooks.receive(services, payload, req.headers.get("stripe-signature"), secret.get_secret_value())
    return json_response({"received": True})


@http_operation(
    blueprint,
    "POST",
    "webhooks/stripe/platform",
    permission=PUBLIC,
    summary="Stripe's events about our own account",
    errors=(WebhookUnsigned,),
    documented=False,
)
async def stripe_platform_webhook(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    return await _receive(req, services.settings.stripe_platform_webhook_secret)


@http_operation(
    blueprint,
    "POST",
    "webhooks/stripe/connect",
    permission=PUBLIC,
    summary="Stripe's events about the charities' accounts",
    errors=(WebhookUnsigned,),
    documented=False,
)
async def stripe_connect_webhook(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    return await _receive(req, services.settings.stripe_connect_webhook_secret)
