"""The evening itself: sign in, connect, bid, sell, close, settle."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onebox.gala.api import Api, Unexpected
from onebox.gala.evening_plan import EVENING_S, PlannedBid, PlannedLot
from onebox.gala.screens import Screens, Sightings

SIGN_IN_AT_ONCE = 20
CLOSE_GRACE_S = 30.0  # real seconds after the last possible close until every item must be closed
SETTLE_TIMEOUT_S = 120.0
POLL_S = 0.25


@dataclass(frozen=True, slots=True)
class PlacedBid:
    item_id: str
    version: int
    sent_at: float


@dataclass
class Evening:
    """What happened."""

    placed: list[PlacedBid] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    unplanned: list[str] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    invoices: list[dict[str, Any]] = field(default_factory=list)
    receipts: int = 0
    sightings: Sightings = field(default_factory=Sightings)
    screens: int = 0
    screens_lost: int = 0


class Driver:
    """`gala` is what the seed printed; `rate` is auction seconds per real second; `began` is the real time of the evening's start."""

    def __init__(
        self, api: Api, gala: dict[str, Any], plan: Sequence[PlannedLot], rate: float, say: Callable[[str], None]
    ) -> None:
        self._api = api
        self._gala = gala
        self._plan = plan
        self._rate = rate
        self._say = say
        self._event = gala["event"]["id"]
        self._item_ids: dict[str, str] = {item["lot"]: item["id"] for item in gala["items"]}
        self._guests: list[dict[str, Any]] = gala["links"]["guests"]
        self._tokens: list[str] = []
        self._staff: dict[str, str] = {}
        self._began = 0.0
        self.evening = Evening()

    async def run(self) -> Evening:
        await self._sign_in()
        screens = Screens(self.evening.sightings)
        try:
            await screens.open(self._api, self._tokens)
            self.evening.screens = screens.connected
            self._say(f"{screens.connected} screens are connected; the auction runs at {self._rate:g} times the speed")
            await self._bid()
            await self._wait_for_close()
            await asyncio.sleep(1)  # the last frames
        finally:
            self.evening.screens_lost = screens.lost
            await screens.close()
        await self._settle()
        return self.evening

    async def _sign_in(self) -> None:
        gate = asyncio.Semaphore(SIGN_IN_AT_ONCE)

        async def guest(entry: dict[str, Any]) -> str:
            async with gate:
                preview = await self._api.expect(200, "POST", "/sessions/preview", json={"link": entry["link"]})
                terms = {"accept_terms_id": preview["terms"]["id"]} if preview["terms"] else {}
                body = {"link": entry["link"], "phone_last4": entry["phone_last4"], "device": "gala driver", **terms}
                return str((await self._api.expect(201, "POST", "/sessions", json=body))["access_token"])

        self._tokens = list(await asyncio.gather(*(guest(entry) for entry in self._guests)))
        for role in ("coordinator", "auctioneer"):
            session = await self._api.expect(201, "POST", "/sessions", json={"link": self._gala["links"][role]["link"]})
            self._staff[role] = session["access_token"]
        self._say(f"{len(self._tokens)} guests signed in by their links")

    async def _bid(self) -> None:
        event = await self._api.expect(200, "GET", f"/events/{self._event}", token=self._staff["coordinator"])
        self._began = time.monotonic() - (EVENING_S - self._seconds_left(event)) / self._rate
        async with asyncio.TaskGroup() as lots:
            for planned in self._plan:
                lots.create_task(self._sell_live(planned) if planned.lot.section == "live" else self._bid_on(planned))

    @staticmethod
    def _seconds_left(event: dict[str, Any]) -> float:
        """Auction seconds until the silent close, by the server's clock."""
        closes_at = next(one["closes_at"] for one in event["sections"] if one["kind"] == "silent")
        return (datetime.fromisoformat(closes_at) - datetime.fromisoformat(event["server_time"])).total_seconds()

    async def _until(self, before_close_s: float) -> None:
        await asyncio.sleep(max(0.0, self._began + (EVENING_S - before_close_s) / self._rate - time.monotonic()))

    async def _bid_on(self, planned: PlannedLot) -> None:
        item_id = self._item_ids[planned.lot.lot]
        for bid in planned.bids:
            await self._until(bid.before_close_s)
            await self._place(item_id, planned, bid)

    async def _place(self, item_id: str, planned: PlannedLot, bid: PlannedBid) -> None:
        body = {"item_id": item_id, f"{bid.kind}_cents": bid.amount_cents, "confirmed": True}
        sent_at = time.monotonic()
        answer = await self._api.write("/bids", token=self._tokens[bid.guest], json=body)
        if answer.status in (200, 201):
            self.evening.placed.append(PlacedBid(item_id, answer.body["item"]["version"], sent_at))
        else:
            code = answer.body["code"]
            self.evening.refused[code] = self.evening.refused.get(code, 0) + 1
        if (answer.status in (200, 201)) != (bid.expected == "accepted"):
            self.evening.unplanned.append(
                f"lot {planned.lot.lot}: {bid} was answered {answer.status} {answer.body.get('code', '')}"
            )

    async def _sell_live(self, planned: PlannedLot) -> None:
        if planned.winner is None or planned.sold_before_close_s is None:
            return
        await self._until(planned.sold_before_close_s)
        body = {
            "item_id": self._item_ids[planned.lot.lot],
            "paddle_number": self._guests[planned.winner]["paddle_number"],
            "amount_cents": planned.lot.winning_cents,
        }
        answer = await self._api.write("/live-sales", token=self._staff["auctioneer"], json=body)
        if answer.status != 201:
            raise Unexpected(f"live lot {planned.lot.lot} was not sold: {answer}")

    async def _wait_for_close(self) -> None:
        deadline = time.monotonic() + CLOSE_GRACE_S
        while True:
            items = await self._api.expect(200, "GET", f"/events/{self._event}/items", token=self._staff["coordinator"])
            still_open = [item for item in items["items"] if item["status"] == "open" and item["kind"] == "single"]
            if not still_open:
                self.evening.items = items["items"]
                self._say("every silent item has closed by itself")
                return
            event = await self._api.expect(200, "GET", f"/events/{self._event}", token=self._staff["coordinator"])
            if self._seconds_left(event) > 0:
                deadline = time.monotonic() + CLOSE_GRACE_S
            elif time.monotonic() > deadline + 300 / self._rate:
                raise Unexpected(f"{len(still_open)} items did not close, such as {still_open[0]}")
            await asyncio.sleep(POLL_S)

    async def _settle(self) -> None:
        token = self._staff["coordinator"]
        answer = await self._api.write(f"/events/{self._event}/checkout", token=token, json={})
        if answer.status != 202:
            raise Unexpected(f"checkout did not open: {answer}")
        deadline = time.monotonic() + SETTLE_TIMEOUT_S
        listed = await self._poll_invoices(token, deadline)
        self.evening.invoices = [await self._with_receipt(one["id"], token, deadline) for one in listed]
        for invoice in self.evening.invoices:
            pdf = await self._api.expect(200, "GET", invoice["receipt"]["url"].removeprefix("/api/v1"), token=token)
            if not pdf.startswith(b"%PDF"):
                raise Unexpected(f"the receipt of invoice {invoice['number']} is no PDF")
            self.evening.receipts += 1
        self._say(f"{len(self.evening.invoices)} bills were charged, {self.evening.receipts} receipts read")

    async def _poll_invoices(self, token: str, deadline: float) -> list[dict[str, Any]]:
        while True:
            answer = await self._api.expect(200, "GET", f"/events/{self._event}/invoices", token=token)
            invoices: list[dict[str, Any]] = answer["invoices"]
            waiting = [one for one in invoices if one["status"] != "paid"]
            if invoices and not waiting:
                return invoices
            if time.monotonic() > deadline:
                raise Unexpected(f"{len(waiting)} of {len(invoices)} invoices are not paid, such as {waiting[:1]}")
            await asyncio.sleep(POLL_S)

    async def _with_receipt(self, invoice_id: str, token: str, deadline: float) -> dict[str, Any]:
        while True:
            invoice: dict[str, Any] = await self._api.expect(200, "GET", f"/invoices/{invoice_id}", token=token)
            if invoice["receipt"] is not None:
                return invoice
            if time.monotonic() > deadline:
                raise Unexpected(f"invoice {invoice['number']} has no receipt")
            await asyncio.sleep(POLL_S)
