"""Moves texts from queued over sent to delivered and tells the status callback, signed as Twilio signs."""

from __future__ import annotations

import asyncio
import base64
import hmac
import logging
import time
from collections.abc import Mapping

import aiohttp

from onebox.faults import Faults
from onebox.twilio.books import Books, Message

log = logging.getLogger("onebox.twilio")

SIMULTANEOUS = 8
SEND_TIMEOUT_S = 15.0  # Twilio's own limit for a callback
API_VERSION = "2010-04-01"
UNREACHABLE_HANDSET = 30003


def sign(url: str, params: Mapping[str, str], auth_token: str) -> str:
    """`X-Twilio-Signature`: HMAC-SHA1 of the address and the sorted parameters."""
    text = url + "".join(name + params[name] for name in sorted(params))
    return base64.b64encode(hmac.digest(auth_token.encode(), text.encode(), "sha1")).decode()


class Delivery:
    def __init__(self, books: Books, faults: Faults, *, account_sid: str, auth_token: str, step_s: float) -> None:
        self._books = books
        self._faults = faults
        self._account_sid = account_sid
        self._auth_token = auth_token
        self._step_s = step_s
        self._slots = asyncio.Semaphore(SIMULTANEOUS)
        self._moving: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SEND_TIMEOUT_S))
        for message in self._books.moving():
            self.begin(message)

    async def stop(self) -> None:
        for task in self._moving:
            task.cancel()
        await asyncio.gather(*self._moving, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def begin(self, message: Message) -> None:
        task = asyncio.create_task(self._deliver(message))
        self._moving.add(task)
        task.add_done_callback(self._moving.discard)

    async def _deliver(self, message: Message) -> None:
        if message.status in ("queued", "accepted"):
            await self._tell(message, message.status, None)
            await asyncio.sleep(self._step_s)
            self._books.set_status(message.sid, "sent", time.time())
            await self._tell(message, "sent", None)
            await asyncio.sleep(self._step_s)
        reached = self._books.number_state(message.recipient) != "undeliverable"
        status, error_code = ("delivered", None) if reached else ("undelivered", UNREACHABLE_HANDSET)
        self._books.set_status(message.sid, status, time.time(), error_code)
        await self._tell(message, status, error_code)

    async def _tell(self, message: Message, status: str, error_code: int | None) -> None:
        plan = self._faults.plan.webhooks
        if message.status_callback is None or plan.off:
            return
        params = {
            "AccountSid": self._account_sid,
            "ApiVersion": API_VERSION,
            "From": message.sender,
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.recipient,
        }
        if error_code is not None:
            params["ErrorCode"] = str(error_code)
        waits = [plan.delay_s + self._faults.random.random() * plan.shuffle_s for _ in range(plan.copies)]
        await asyncio.gather(*(self._post(message.status_callback, params, wait_s) for wait_s in waits))

    async def _post(self, url: str, params: Mapping[str, str], wait_s: float) -> None:
        assert self._session is not None, "started before it sends"
        if wait_s:
            await asyncio.sleep(wait_s)
        headers = {"X-Twilio-Signature": sign(url, params, self._auth_token), "User-Agent": "TwilioProxy/1.1"}
        for _ in range(2):  # Twilio repeats once when no connection came about, and not for an HTTP error
            try:
                async with self._slots, self._session.post(url, data=params, headers=headers) as response:
                    await response.read()
                    if response.status >= 400:
                        log.warning("callback_refused", extra={"status": response.status})
                    return
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, TimeoutError) as error:
                log.warning("callback_lost", extra={"error": type(error).__name__})
                return
        log.warning("callback_unreachable")
