"""Calls to the event handler: validation, headers, signature, retries."""

import asyncio
import itertools
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from onebox.webpubsub.connection import Connection
from onebox.webpubsub.faults import Faults
from onebox.webpubsub.tokens import Credentials

log = logging.getLogger(__name__)

RETRY_DELAYS_S = (1.0, 3.0, 5.0)
CALL_TIMEOUT_S = 100.0
VALIDATION_TIMEOUT_S = 10.0
VALIDATION_LIFETIME_S = 60.0
MAX_PARALLEL_CALLS = 256
SYSTEM_EVENTS = ("connect", "connected", "disconnected")
JSON = "application/json; charset=utf-8"
NETWORK_FAILURE = 0  # stands for "no answer" where a status is expected
REFUSED_BY_VALIDATION = 403


@dataclass(frozen=True)
class Answer:
    status: int
    body: str = ""
    content_type: str = ""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_worth_retrying(self) -> bool:
        return self.status in (NETWORK_FAILURE, 408) or self.status >= 500


@dataclass
class UpstreamCounters:
    upstream_requests: int = 0
    upstream_failures: int = 0
    upstream_faults: int = 0
    validations: int = 0


@dataclass(frozen=True)
class Event:
    connection: Connection
    namespace: str
    socket_id: str
    kind: str  # "sys" or "user"
    name: str
    body: str
    content_type: str


class Upstream:
    """The event handler of one hub; without a URL nothing is called."""

    def __init__(
        self,
        hub: str,
        url: str | None,
        credentials: Credentials,
        faults: Faults,
        system_events: Sequence[str] = (),
        retry_delays_s: Sequence[float] = RETRY_DELAYS_S,
    ) -> None:
        unknown = set(system_events) - set(SYSTEM_EVENTS)
        if unknown:
            raise ValueError(f"unknown system events: {', '.join(sorted(unknown))}")
        self.hub = hub
        self.url = url
        self.counters = UpstreamCounters()
        self._credentials = credentials
        self._faults = faults
        self._system_events = frozenset(system_events)
        self._retry_delays_s = tuple(retry_delays_s)
        self._session: ClientSession | None = None
        self._validated_at: dict[str, float] = {}
        self._validation = asyncio.Lock()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    # The four events

    async def connect(self, connection: Connection, namespace: str, socket_id: str) -> Answer:
        """Ask whether the socket may connect; without the system event every socket may."""
        if self.url is None or "connect" not in self._system_events:
            return Answer(204)
        body = json.dumps(
            {
                "claims": {key: _as_texts(value) for key, value in connection.identity.claims.items()},
                "query": connection.identity.query,
                "headers": connection.identity.headers,
                "clientCertificates": [],
            }
        )
        return await self._call(Event(connection, namespace, socket_id, "sys", "connect", body, JSON))

    async def connected(self, connection: Connection, namespace: str, socket_id: str) -> None:
        if self.url is not None and "connected" in self._system_events:
            await self._call(Event(connection, namespace, socket_id, "sys", "connected", "{}", JSON))

    async def disconnected(self, connection: Connection, namespace: str, socket_id: str, reason: str) -> None:
        if self.url is not None and "disconnected" in self._system_events:
            body = json.dumps({"reason": reason})
            await self._call(Event(connection, namespace, socket_id, "sys", "disconnected", body, JSON))

    async def user_event(
        self, connection: Connection, namespace: str, socket_id: str, name: str, packet: str
    ) -> Answer:
        return await self._call(Event(connection, namespace, socket_id, "user", name, packet, "text/plain"))

    # One call

    async def _call(self, event: Event) -> Answer:
        headers = self._headers(event)
        answer = Answer(NETWORK_FAILURE)
        for delay_s in (*self._retry_delays_s, None):
            answer = await self._attempt(event, headers)
            if not answer.is_worth_retrying or delay_s is None:
                break
            log.info("upstream_retry", extra={"event_name": event.name, "status": answer.status, "delay_s": delay_s})
            await asyncio.sleep(delay_s)
        if not answer.is_success:
            self.counters.upstream_failures += 1
            log.warning("upstream_failed", extra={"event_name": event.name, "status": answer.status})
        return answer

    async def _attempt(self, event: Event, headers: Mapping[str, str]) -> Answer:
        fault = self._faults.take_upstream_failure()
        if fault is not None:
            self.counters.upstream_faults += 1
            if not fault.answer_lost:
                return Answer(fault.status)
        try:
            if not await self._is_allowed():
                return Answer(REFUSED_BY_VALIDATION)
            self.counters.upstream_requests += 1
            async with self._http().post(
                self._address(event.name), data=event.body.encode(), headers=headers, allow_redirects=False
            ) as response:
                answer = Answer(response.status, await response.text(), response.content_type)
        except (ClientError, TimeoutError) as error:
            log.info("upstream_unreachable", extra={"error": repr(error)})
            return Answer(NETWORK_FAILURE)
        return answer if fault is None else Answer(fault.status)

    def _headers(self, event: Event) -> dict[str, str]:
        """`ce-id` stays the same over the retries of an event: handlers deduplicate by it."""
        connection = event.connection
        headers = {
            "WebHook-Request-Origin": self._credentials.origin,
            "Content-Type": event.content_type,
            "ce-specversion": "1.0",
            "ce-awpsversion": "1.0",
            "ce-id": str(connection.next_event_id()),
            "ce-time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "ce-type": f"azure.webpubsub.{event.kind}.{event.name}",
            "ce-source": f"/hubs/{self.hub}/client/{connection.id}",
            "ce-signature": self._credentials.sign_connection(connection.id),
            "ce-connectionId": connection.id,
            "ce-hub": self.hub,
            "ce-eventName": event.name,
            "ce-namespace": event.namespace,
            "ce-socketId": event.socket_id,
        }
        if connection.user_id is not None:
            headers["ce-userId"] = connection.user_id
        return headers

    def _address(self, event_name: str) -> str:
        assert self.url is not None
        return self.url.replace("{hub}", quote(self.hub, safe="")).replace("{event}", quote(event_name, safe=""))

    def _http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=MAX_PARALLEL_CALLS),
                timeout=ClientTimeout(total=CALL_TIMEOUT_S),
                headers={"User-Agent": "onebox-webpubsub"},
            )
        return self._session

    # Abuse protection

    async def _is_allowed(self) -> bool:
        """Whether the handler has named this origin as allowed; asked about once a minute."""
        address = self._address("validate")
        async with self._validation:
            now = time.monotonic()
            if now - self._validated_at.get(address, -VALIDATION_LIFETIME_S) < VALIDATION_LIFETIME_S:
                return True
            allowed = await self._validate(address)
            if allowed:
                self._validated_at[address] = now
            else:
                log.error("upstream_validation_refused", extra={"origin": self._credentials.origin})
            return allowed

    async def _validate(self, address: str) -> bool:
        origin = self._credentials.origin
        headers = {"WebHook-Request-Origin": origin, "ce-awpsversion": "1.0"}
        for method in ("OPTIONS", "GET"):
            self.counters.validations += 1
            async with self._http().request(
                method, address, headers=headers, timeout=ClientTimeout(total=VALIDATION_TIMEOUT_S)
            ) as response:
                if response.status == 404:
                    continue
                if response.status >= 500:
                    raise ClientError(f"the handler answered {response.status} to its validation")
                allowed = [
                    value.strip().lower()
                    for value in itertools.chain.from_iterable(
                        header.split(",") for header in response.headers.getall("WebHook-Allowed-Origin", [])
                    )
                ]
                return response.status == 200 and ("*" in allowed or origin.lower() in allowed)
        return False


def _as_texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item if isinstance(item, str) else json.dumps(item) for item in values]
