"""The room service: Azure Web PubSub for Socket.IO in serverless mode, through its service SDK and plain REST."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from azure.core.exceptions import AzureError
from azure.core.rest import HttpRequest
from azure.messaging.webpubsubservice.aio import WebPubSubServiceClient

from shared.clients.room_packets import RoomsUnavailable, event_packet, group_of

API_VERSION = "2024-12-01"
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
        # A publish is tried once here; the next frame carries the newer state anyway, and reconcile sends what was lost.
        self._client = WebPubSubServiceClient.from_connection_string(
            connection_string, hub=hub, retry_total=0, connection_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S
        )
        self._hub = hub
        parts = dict(part.split("=", 1) for part in connection_string.split(";") if "=" in part)
        self._access_key = parts["AccessKey"]
        self._endpoint_host = urlsplit(parts["Endpoint"]).hostname or ""

    async def send(self, room: str, event: str, payload: bytes) -> None:
        """One packet to everybody in the room. Raises RoomsUnavailable."""
        await self._send(room, event_packet(event, payload))

    async def _send(self, room: str, packet: bytes) -> None:
        # As bytes: of a text with non-ASCII letters the SDK sends a Content-Length in characters, cutting it short.
        body: Any = packet  # bytes are accepted, though not in the SDK's annotations
        await self._call(self._client.send_to_group(group_of(room), body, content_type="text/plain"))

    async def add_socket(self, socket_id: str, rooms: Sequence[str]) -> None:
        """Puts one socket into all of `rooms` with one call."""
        await self._change_groups("addToGroups", socket_id, rooms)

    async def disconnect(self, room: str, rooms: Sequence[str]) -> None:
        """Ends every socket in `room`, such as `session:{id}` of a revoked session, and takes it out of `rooms`."""
        await self._send(room, b"41")
        await self._change_groups("removeFromGroups", room, rooms)

    async def _change_groups(self, operation: str, members_of: str, rooms: Sequence[str]) -> None:
        request = HttpRequest(
            "POST",
            f"/api/hubs/{self._hub}/:{operation}",
            params={"api-version": API_VERSION},
            json={"groups": [group_of(room) for room in rooms], "filter": f"'{group_of(members_of)}' in groups"},
        )
        response = await self._call(self._client.send_request(request))
        if response.status_code >= 300:
            raise RoomsUnavailable(f"The room service answered {response.status_code}.")

    async def client_access(self, user_id: str, minutes: int) -> ClientAccess:
        token = await self._call(
            self._client.get_client_access_token(user_id=user_id, minutes_to_expire=minutes, client_protocol="SocketIO")
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

    async def _call(self, call: Any) -> Any:
        try:
            return await call
        except (AzureError, OSError, TimeoutError) as error:
            raise RoomsUnavailable from error
