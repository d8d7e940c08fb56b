"""The client endpoint: Engine.IO 4 over long polling and websocket, and the upgrade between them."""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable

from aiohttp import WSMsgType, web

from onebox.webpubsub import session
from onebox.webpubsub.connection import Connection, Identity, Limits, TransportError
from onebox.webpubsub.hub import Hub
from onebox.webpubsub.packets import PROBE_REPLY, RECORD_SEPARATOR, Outgoing
from onebox.webpubsub.tokens import Credentials, InvalidTokenError

log = logging.getLogger(__name__)

PATH = "/clients/socketio/hubs/{hub}"
UNKNOWN_TRANSPORT = (0, "Transport unknown")
UNKNOWN_SESSION = (1, "Session ID unknown")
BAD_HANDSHAKE = (2, "Bad handshake method")
BAD_REQUEST = (3, "Bad request")
BAD_VERSION = (5, "Unsupported protocol version")
HIDDEN_HEADERS = frozenset({"authorization", "cookie", "host", "connection", "upgrade"})


class ClientEndpoint:
    def __init__(
        self,
        find_hub: Callable[[str], Hub],
        known_hub: Callable[[str], Hub | None],
        credentials: Credentials,
        limits: Limits,
        on_event_failure: session.OnEventFailure,
    ) -> None:
        self._find_hub = find_hub
        self._known_hub = known_hub
        self._credentials = credentials
        self._limits = limits
        self._on_event_failure = on_event_failure

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route(method, path, handler)
            for path in (PATH, PATH + "/")
            for method, handler in (("GET", self.get), ("POST", self.post), ("OPTIONS", self.options))
        ]

    # HTTP methods

    async def options(self, req: web.Request) -> web.StreamResponse:
        return _with_cors(req, web.Response(status=204))

    async def get(self, req: web.Request) -> web.StreamResponse:
        transport = req.query.get("transport")
        if req.query.get("EIO") != "4":
            return _refusal(req, BAD_VERSION)
        if transport not in ("polling", "websocket"):
            return _refusal(req, UNKNOWN_TRANSPORT)
        sid = req.query.get("sid")
        if sid is None:
            return await self._handshake(req, transport)
        connection = self._find_connection(req, sid)
        if connection is None:
            return _refusal(req, UNKNOWN_SESSION)
        if transport == "websocket":
            return await self._upgrade(req, connection)
        return await self._poll(req, connection)

    async def post(self, req: web.Request) -> web.StreamResponse:
        """Packets of a polling client. The answer waits while the client is ahead of its event handler."""
        sid = req.query.get("sid")
        if sid is None:
            return _refusal(req, BAD_HANDSHAKE)
        connection = self._find_connection(req, sid)
        if connection is None:
            return _refusal(req, UNKNOWN_SESSION)
        if connection.transport_name != "polling":
            return _refusal(req, BAD_REQUEST)
        body = await req.read()
        if len(body) > self._limits.max_payload_bytes:
            connection.hub.close(connection, "PayloadTooLarge")
            return _with_cors(req, web.Response(status=413))
        try:
            packets = body.decode().split(RECORD_SEPARATOR)
        except UnicodeDecodeError:
            return _refusal(req, BAD_REQUEST)
        for packet in packets:
            await session.receive(connection, packet)
        return _with_cors(req, web.Response(text="ok", content_type="text/html"))

    # Handshake

    def _find_connection(self, req: web.Request, sid: str) -> Connection | None:
        hub = self._known_hub(req.match_info["hub"])
        return None if hub is None else hub.find(sid)

    async def _handshake(self, req: web.Request, transport: str) -> web.StreamResponse:
        path = f"/clients/socketio/hubs/{req.match_info['hub']}"
        try:
            claims = self._credentials.verify(req.query.get("access_token"), path)
        except InvalidTokenError as error:
            log.info("client_refused", extra={"reason": str(error)})
            body = json.dumps({"code": "Unauthorized", "message": f"The access token is not valid: {error}."})
            headers = {"WWW-Authenticate": "Bearer"}
            return _with_cors(
                req, web.Response(status=401, text=body, content_type="application/json", headers=headers)
            )
        hub = self._find_hub(req.match_info["hub"])
        connection = self._new_connection(req, hub, claims.get("sub"), claims)
        if transport == "websocket":
            websocket = web.WebSocketResponse(max_msg_size=self._limits.max_payload_bytes, compress=False, timeout=2.0)
            await websocket.prepare(req)
            link = req.transport
            if link is None:
                return websocket
            connection.attach(websocket, link)
            self._open(connection)
            await self._read(websocket, connection)
            return websocket
        self._open(connection)
        return await self._poll(req, connection)

    def _new_connection(self, req: web.Request, hub: Hub, user_id: object, claims: dict[str, object]) -> Connection:
        query = {key: req.query.getall(key) for key in req.query if key != "access_token"}
        headers = {
            key: req.headers.getall(key)
            for key in {name.title() for name in req.headers}
            if key.lower() not in HIDDEN_HEADERS and not key.lower().startswith("sec-websocket-")
        }
        user = user_id if isinstance(user_id, str) else None
        return Connection(
            id=secrets.token_urlsafe(24), identity=Identity(user, claims, query, headers), hub=hub, limits=self._limits
        )

    def _open(self, connection: Connection) -> None:
        """Register the connection and send the open packet as its first."""
        hub = connection.hub
        hub.add(connection)
        handshake = {
            "sid": connection.id,
            "upgrades": ["websocket"] if connection.transport_name == "polling" else [],
            "pingInterval": round(self._limits.ping_interval_s * 1000),
            "pingTimeout": round(self._limits.ping_timeout_s * 1000),
            "maxPayload": self._limits.max_payload_bytes,
        }
        connection.send(Outgoing("0" + json.dumps(handshake, separators=(",", ":"))))
        connection.start_heartbeat()
        hub.spawn(session.serve(connection, self._on_event_failure))

    # Polling

    async def _poll(self, req: web.Request, connection: Connection) -> web.StreamResponse:
        try:
            packets = await connection.poll()
        except TransportError as error:
            connection.hub.close(connection, str(error))
            return _refusal(req, BAD_REQUEST)
        if connection.closed and packets == ["1"]:
            connection.hub.end_linger(connection)
        if req.transport is None or req.transport.is_closing():
            connection.hub.close(connection, "TransportClosed")  # what it was to receive is lost: start anew
        return _with_cors(req, web.Response(text=RECORD_SEPARATOR.join(packets), content_type="text/plain"))

    # Websocket

    async def _upgrade(self, req: web.Request, connection: Connection) -> web.StreamResponse:
        """`2probe`, `3probe`, release of the pending poll with `6`, `5`; then what was queued."""
        if connection.transport_name != "polling" or connection.closed:
            return _refusal(req, BAD_REQUEST)
        websocket = web.WebSocketResponse(max_msg_size=self._limits.max_payload_bytes, compress=False, timeout=2.0)
        await websocket.prepare(req)
        link = req.transport
        try:
            if link is not None and await self._next(websocket) == "2probe":
                link.write(PROBE_REPLY.frame)
                connection.begin_probe()
                if await self._next(websocket) == "5" and not connection.closed:
                    connection.attach(websocket, link)
                    await self._read(websocket, connection)
        except TimeoutError:
            log.info("upgrade_timed_out", extra={"connection_id": connection.id})
        finally:
            connection.end_probe()
            await websocket.close()
        return websocket

    async def _next(self, websocket: web.WebSocketResponse) -> str | None:
        message = await websocket.receive(timeout=self._limits.upgrade_timeout_s)
        return str(message.data) if message.type is WSMsgType.TEXT else None

    async def _read(self, websocket: web.WebSocketResponse, connection: Connection) -> None:
        """Feed the session until the link ends, however it ends."""
        reason = "TransportClosed"
        try:
            async for message in websocket:
                if message.type is not WSMsgType.TEXT:
                    reason = "BinaryNotSupported"
                    break
                await session.receive(connection, message.data)
        except asyncio.CancelledError:
            connection.hub.close(connection, "ServiceReload")
            raise
        connection.hub.close(connection, "" if websocket.close_code in (1000, 1001, 1005) else reason)


def _with_cors[R: web.StreamResponse](req: web.Request, response: R) -> R:
    origin = req.headers.get("Origin")
    response.headers["Access-Control-Allow-Origin"] = origin or "*"
    if origin is not None:
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
    if req.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = req.headers.get("Access-Control-Request-Headers", "*")
        response.headers["Access-Control-Max-Age"] = "600"
    response.headers["Cache-Control"] = "no-store"
    return response


def _refusal(req: web.Request, why: tuple[int, str]) -> web.Response:
    code, message = why
    return _with_cors(req, web.json_response({"code": code, "message": message}, status=400))
