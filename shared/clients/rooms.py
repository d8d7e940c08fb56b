"""The room service: Azure Web PubSub for Socket.IO in serverless mode, through its REST API; clients' tokens are made by its SDK.

The SDK's pipeline takes 1.2 ms of the process's time for a call, this 0.3 ms: a room is told of bids many times a second, and puts
hundreds of returning sockets a second into their rooms, which the SDK cannot do at all.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import jwt
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar
from azure.messaging.webpubsubservice.aio import WebPubSubServiceClient
from yarl import URL

from shared.clients.room_packets import RoomsUnavailable, event_packet, group_of

API_VERSION = "2024-12-01"
SIGNATURE_S = 60
MAX_SIGNATURES = 1_024
TIMEOUT_S = 3.0
"""For any call; a room's next frame waits for the one before it, so a hung service must not hold it for long."""


@dataclass(frozen=True, slots=True)
class ClientAccess:
    """What a client needs to connect: `io(endpoint, {path, query: {access_token: token}})`."""

    endpoint: str
    path: str
    token: str


class Rooms:
    """Sends to rooms and puts sockets into them."""

    def __init__(self, connection_string: str, hub: str) -> None:
        self._client = WebPubSubServiceClient.from_connection_string(connection_string, hub=hub)
        self._hub = hub
        parts = dict(part.split("=", 1) for part in connection_string.split(";") if "=" in part)
        self._access_key = parts["AccessKey"]
        address = urlsplit(parts["Endpoint"])
        self._endpoint_host = address.hostname or ""
        port = parts.get("Port", address.port)
        self._endpoint = f"{address.scheme}://{self._endpoint_host}" + (f":{port}" if port else "")
        self._signatures: dict[str, tuple[str, float]] = {}
        self._session: ClientSession | None = None

    async def send(self, room: str, event: str, payload: bytes) -> None:
        """One packet to everybody in the room. Raises RoomsUnavailable."""
        await self._send(room, event_packet(event, payload))

    async def _send(self, room: str, packet: bytes) -> None:
        await self._post(f"groups/{group_of(room)}/:send", packet, "text/plain")

    async def add_socket(self, socket_id: str, rooms: Sequence[str]) -> None:
        """Puts one socket into all of `rooms` with one call."""
        await self._change_groups("addToGroups", socket_id, rooms)

    async def disconnect(self, room: str, rooms: Sequence[str]) -> None:
        """Ends every socket in `room`, such as `session:{id}` of a revoked session, and takes it out of `rooms`."""
        await self._send(room, b"41")
        await self._change_groups("removeFromGroups", room, rooms)

    async def _change_groups(self, operation: str, members_of: str, rooms: Sequence[str]) -> None:
        change = {"groups": [group_of(room) for room in rooms], "filter": f"'{group_of(members_of)}' in groups"}
        await self._post(f":{operation}", json.dumps(change).encode(), "application/json")

    async def _post(self, operation: str, body: bytes, content_type: str) -> None:
        """Tried once: the next frame carries the newer state anyway, and reconcile sends what was lost."""
        url = f"{self._endpoint}/api/hubs/{self._hub}/{operation}?api-version={API_VERSION}"
        headers = {"Authorization": self._signature(url), "Content-Type": content_type}
        try:
            async with self._http().post(URL(url, encoded=True), data=body, headers=headers) as answer:
                await answer.read()
        except (ClientError, OSError, TimeoutError) as error:
            raise RoomsUnavailable from error
        if answer.status >= 300:
            raise RoomsUnavailable(f"The room service answered {answer.status}.")

    def _signature(self, url: str) -> str:
        """Of calls to one address, made anew every half minute."""
        now = time.time()
        known = self._signatures.get(url)
        if known is not None and now < known[1]:
            return known[0]
        if len(self._signatures) >= MAX_SIGNATURES:
            self._signatures.clear()
        made = "Bearer " + jwt.encode({"aud": url, "exp": int(now) + SIGNATURE_S}, self._access_key, algorithm="HS256")
        self._signatures[url] = made, now + SIGNATURE_S / 2
        return made

    def _http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                timeout=ClientTimeout(total=TIMEOUT_S), cookie_jar=DummyCookieJar(), headers={"User-Agent": "augeo"}
            )
        return self._session

    async def client_access(self, user_id: str, minutes: int) -> ClientAccess:
        token = await self._client.get_client_access_token(
            user_id=user_id, minutes_to_expire=minutes, client_protocol="SocketIO"
        )
        base = urlsplit(str(token["baseUrl"]))
        scheme = "https" if base.scheme == "wss" else "http"
        return ClientAccess(endpoint=f"{scheme}://{base.netloc}", path=base.path, token=str(token["token"]))

    def is_signed(self, connection_id: str, signature: str) -> bool:
        """Whether an upstream call carries the service's signature (`sha256=<hex>[,sha256=<hex>]`) of the connection."""
        expected = "sha256=" + hmac.new(self._access_key.encode(), connection_id.encode(), hashlib.sha256).hexdigest()
        given = (one.strip().lower().encode() for one in signature.split(","))
        return any(hmac.compare_digest(expected.encode(), one) for one in given)

    def allows_origin(self, origins: str) -> bool:
        """Abuse protection: whether the caller names our service's host."""
        return any(one.strip().lower() == self._endpoint_host.lower() for one in origins.split(","))

    async def close(self) -> None:
        await self._client.close()
        if self._session is not None:
            await self._session.close()
