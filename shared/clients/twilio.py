"""The only place that knows Twilio's SDK. One call sends one text; the caller decides about retries."""

from __future__ import annotations

import base64
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, NewType

import aiohttp
from twilio.base.exceptions import (  # type: ignore[import-untyped]  # Twilio ships no types
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http import AsyncHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from shared.clients.errors import (
    MessageOutcomeUnknown,
    SignatureInvalid,
    VendorRejected,
    VendorThrottled,
    VendorUnavailable,
)

MessageSid = NewType("MessageSid", str)

CONNECT_TIMEOUT_S = 5.0
_PUBLIC_ADDRESS = "https://api.twilio.com"
_MESSAGING_SERVICE_PREFIX = "MG"
# The SDK reads os.environ unless it gets a mapping that is not empty.
_NO_ENVIRONMENT = {"AUGEO": "settings come from the caller"}


@dataclass(frozen=True, slots=True)
class MessageState:
    """Where a text is: queued, sent, delivered, undelivered, failed and Twilio's other words."""

    sid: MessageSid
    status: str
    error_code: str | None


class _Transport(AsyncHttpClient):  # type: ignore[misc]  # its base is untyped
    """Twilio's extension point for HTTP, with our address and time-out.

    Unlike the SDK's own it opens its session on the first call, and logs no request: those hold phone numbers.
    """

    def __init__(self, address: str, timeout_s: float) -> None:
        super().__init__(logging.getLogger(__name__), True, timeout_s)
        self._address = address.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, connect=min(CONNECT_TIMEOUT_S, timeout_s))
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Any:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        sent_headers = dict(headers or {})
        if auth is not None:
            credentials = base64.b64encode(f"{auth[0]}:{auth[1]}".encode()).decode()
            sent_headers["Authorization"] = f"Basic {credentials}"
        target = self._address + url.removeprefix(_PUBLIC_ADDRESS)
        async with self._session.request(
            method, target, params=params, data=data, headers=sent_headers, allow_redirects=allow_redirects
        ) as response:
            return Response(response.status, await response.text(), response.headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


class TwilioClient:
    """`sender` is a phone number, a sender name, or the id of a messaging service (MG...)."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        sender: str,
        address: str | None = None,
        timeout_s: float = 10.0,
    ) -> None:
        self._transport = _Transport(address or _PUBLIC_ADDRESS, timeout_s)
        sdk: Any = Client(account_sid, auth_token, http_client=self._transport, environment=_NO_ENVIRONMENT)
        self._account: Any = sdk.api.v2010.account
        self._sender = (
            {"messaging_service_sid": sender} if sender.startswith(_MESSAGING_SERVICE_PREFIX) else {"from_": sender}
        )
        self._validator: Any = RequestValidator(auth_token)

    async def close(self) -> None:
        await self._transport.close()

    async def send_message(self, to: str, body: str, *, status_callback: str | None = None) -> MessageSid:
        """Send one text. After MessageOutcomeUnknown it may be on its way: sending again may repeat it."""
        extra = {"status_callback": status_callback} if status_callback else {}
        message = await _answer(self._account.messages.create_async(to=to, body=body, **self._sender, **extra))
        return MessageSid(str(message.sid))

    async def fetch_message(self, sid: MessageSid) -> MessageState:
        message = await _answer(self._account.messages(sid).fetch_async())
        error_code = None if message.error_code is None else str(message.error_code)
        return MessageState(MessageSid(str(message.sid)), str(message.status), error_code)

    def verify_callback(self, url: str, params: Mapping[str, str], signature: str | None) -> MessageState:
        """Check who sent a status callback. `url` is the address given to Twilio, with its query."""
        if not signature or not self._validator.validate(url, dict(params), signature):
            raise SignatureInvalid("twilio")
        try:
            return MessageState(MessageSid(params["MessageSid"]), params["MessageStatus"], params.get("ErrorCode"))
        except KeyError as error:
            raise SignatureInvalid("twilio: no message in the callback") from error


async def _answer(call: Awaitable[Any]) -> Any:
    """Await one SDK call and turn what it raises into our errors."""
    try:
        return await call
    except (TwilioRestException, TwilioServiceException) as error:
        if error.status == 429:
            raise VendorThrottled from error
        if error.status >= 500:
            raise MessageOutcomeUnknown(str(error.status)) from error
        # Twilio's own text names the phone number; the code says what happened.
        raise VendorRejected(str(error.code), "the text was refused", status=int(error.status)) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise VendorUnavailable(type(error).__name__) from error
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:  # ValueError: an answer that is not JSON
        raise MessageOutcomeUnknown(type(error).__name__) from error
