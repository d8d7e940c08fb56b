"""The REST data plane that `azure-messaging-webpubsubservice` talks to."""

import json
import logging
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from onebox.webpubsub.connection import Connection
from onebox.webpubsub.faults import Faults
from onebox.webpubsub.hub import Hub
from onebox.webpubsub.odata import FilterError, Predicate, compile_filter, named_group
from onebox.webpubsub.packets import (
    DISCONNECT,
    RECORD_SEPARATOR,
    MalformedPacketError,
    Outgoing,
    SocketPacket,
    parse_packet,
)
from onebox.webpubsub.tokens import Credentials, InvalidTokenError

log = logging.getLogger(__name__)

MAX_MESSAGE_BYTES = 1_048_576
MAX_GROUP_LENGTH = 1024
MAX_TTL_S = 300
MAX_PAGE = 200
MAX_TOKEN_MINUTES = 60 * 24 * 365
HUB_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_`,.\[\]]{0,127}")
MEDIA_TYPES = ("text/plain", "application/json", "application/octet-stream")


class RequestError(Exception):
    """Answered with the error body of the service."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers or {}


def bad_request(message: str) -> RequestError:
    return RequestError(400, "Error.BadRequest", message)


class DataPlane:
    def __init__(self, find_hub: Callable[[str], Hub], credentials: Credentials, faults: Faults) -> None:
        self._find_hub = find_hub
        self._credentials = credentials
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        operations: list[tuple[str, str, Handler]] = [
            ("POST", "/groups/{group}/:send", self.send),
            ("POST", "/:send", self.send),
            ("POST", "/users/{user}/:send", self.send),
            ("POST", "/connections/{connection}/:send", self.send),
            ("POST", "/:addToGroups", self.add_to_groups),
            ("POST", "/:removeFromGroups", self.remove_from_groups),
            ("PUT", "/groups/{group}/connections/{connection}", self.add_connection_to_group),
            ("DELETE", "/groups/{group}/connections/{connection}", self.remove_from_group),
            ("DELETE", "/connections/{connection}/groups", self.remove_from_group),
            ("PUT", "/users/{user}/groups/{group}", self.add_user_to_group),
            ("DELETE", "/users/{user}/groups/{group}", self.remove_from_group),
            ("DELETE", "/users/{user}/groups", self.remove_from_group),
            ("DELETE", "/connections/{connection}", self.close_connections),
            ("POST", "/:closeConnections", self.close_connections),
            ("POST", "/groups/{group}/:closeConnections", self.close_connections),
            ("POST", "/users/{user}/:closeConnections", self.close_connections),
            ("HEAD", "/connections/{connection}", self.exists),
            ("HEAD", "/groups/{group}", self.exists),
            ("HEAD", "/users/{user}", self.exists),
            ("GET", "/groups/{group}/connections", self.list_connections),
            ("POST", "/:generateToken", self.generate_token),
        ]
        routes = [web.route(verb, "/api/hubs/{hub}" + path, self._guarded(call)) for verb, path, call in operations]
        return [*routes, web.get("/api/health", self.health)]

    def _guarded(self, call: Handler) -> Handler:
        """Check hub and token before the operation, render its errors after."""

        async def handle(req: web.Request) -> web.StreamResponse:
            try:
                self._authorize(req)
                return await call(req)
            except RequestError as error:
                body: dict[str, object] = {
                    "code": error.code,
                    "message": str(error),
                    "target": None,
                    "details": [],
                    "inner": None,
                }
                headers = {"x-ms-error-code": error.code, **error.headers}
                return web.json_response(body, status=error.status, headers=headers)

        return handle

    def _authorize(self, req: web.Request) -> None:
        scheme, _, token = req.headers.get("Authorization", "").partition(" ")
        target = req.raw_path
        try:
            self._credentials.verify(token if scheme.lower() == "bearer" else None, target, target.partition("?")[0])
        except InvalidTokenError as error:
            raise RequestError(
                401, "Unauthorized", f"The access token is not valid: {error}.", {"WWW-Authenticate": "Bearer"}
            ) from error
        if HUB_NAME.fullmatch(req.match_info["hub"]) is None:
            raise bad_request("The hub name is not valid.")
        if not 1 <= len(req.match_info.get("group", "g")) <= MAX_GROUP_LENGTH:
            raise bad_request("The group name is not valid.")

    async def health(self, req: web.Request) -> web.StreamResponse:
        return web.Response(status=200)

    # Who is meant

    def _hub(self, req: web.Request) -> Hub:
        return self._find_hub(req.match_info["hub"])

    def _targets(self, req: web.Request) -> list[Connection]:
        """The connections named by the path, the filter and the exclusions."""
        hub, path = self._hub(req), req.match_info
        if "connection" in path:
            connection = hub.connections.get(path["connection"])
            return [] if connection is None else [connection]
        members: Iterable[Connection]
        if "group" in path:
            members = hub.groups.get(path["group"], {}).values()
        elif "user" in path:
            members = hub.users.get(path["user"], {}).values()
        else:
            members = hub.connections.values()
        passes = _filter(req.query.get("filter"))
        excluded = req.query.getall("excluded", [])
        if passes is None and not excluded:
            return list(members)
        return hub.select(members, passes, excluded)

    # Sending

    async def send(self, req: web.Request) -> web.StreamResponse:
        """202 whoever listens. A body that no Socket.IO client can read is counted and not delivered."""
        hub = self._hub(req)
        rejection = self._faults.take_rejection()
        if rejection is not None:
            hub.counters.rejected_sends += 1
            retry = {} if rejection.retry_after is None else {"Retry-After": f"{rejection.retry_after:g}"}
            raise RequestError(rejection.status, "Error.Injected", "Refused by a fault of the rehearsal.", retry)
        text = await _read_message(req)
        targets = self._targets(req)
        hub.counters.sends += 1
        for part in text.split(RECORD_SEPARATOR):
            packet = self._parse(hub, part)
            if packet is not None and packet.type == DISCONNECT:
                hub.disconnect_sockets(targets, packet)
            elif packet is not None:
                hub.deliver(targets, Outgoing(part))
        return web.Response(status=202)

    @staticmethod
    def _parse(hub: Hub, part: str) -> SocketPacket | None:
        try:
            packet = parse_packet(part)
            packet.check_data()
        except MalformedPacketError as error:
            hub.counters.malformed_sends += 1
            log.warning(
                "malformed_send", extra={"error": str(error), "hint": "send Socket.IO packets as text/plain, in bytes"}
            )
            return None
        return packet

    # Groups

    async def add_to_groups(self, req: web.Request) -> web.StreamResponse:
        return await self._change_groups(req, self._hub(req).join)

    async def remove_from_groups(self, req: web.Request) -> web.StreamResponse:
        return await self._change_groups(req, self._hub(req).leave)

    async def _change_groups(self, req: web.Request, change: Callable[[Connection, str], None]) -> web.StreamResponse:
        try:
            body = json.loads(await req.text())
        except ValueError as error:
            raise bad_request("The body is not JSON.") from error
        if not isinstance(body, dict):
            raise bad_request("The body is not an object.")
        groups, text = body.get("groups"), body.get("filter")
        if not isinstance(groups, list) or not all(isinstance(group, str) and group for group in groups):
            raise bad_request("groups is not a list of names.")
        if any(len(group) > MAX_GROUP_LENGTH for group in groups):
            raise bad_request("A group name is too long.")
        if text is not None and not isinstance(text, str):
            raise bad_request("filter is not a text.")
        hub = self._hub(req)
        passes, group_of_members = _filter(text), named_group(text)
        if group_of_members is None:
            members = hub.select(list(hub.connections.values()), passes, ())
        else:  # a thousand sockets that come back are each looked up among a thousand otherwise
            members = list(hub.groups.get(group_of_members, {}).values())
        for connection in members:
            for group in groups:
                change(connection, group)
        return web.Response(status=200)

    async def add_connection_to_group(self, req: web.Request) -> web.StreamResponse:
        hub, path = self._hub(req), req.match_info
        connection = hub.connections.get(path["connection"])
        if connection is None:
            raise RequestError(404, "Error.Connection.NotFound", "The connection does not exist.")
        hub.join(connection, path["group"])
        return web.Response(status=200)

    async def add_user_to_group(self, req: web.Request) -> web.StreamResponse:
        hub, path = self._hub(req), req.match_info
        for connection in list(hub.users.get(path["user"], {}).values()):
            hub.join(connection, path["group"])
        return web.Response(status=200)

    async def remove_from_group(self, req: web.Request) -> web.StreamResponse:
        """From the group in the path, or from all groups when it names none."""
        hub, path = self._hub(req), req.match_info
        if "connection" in path:
            found = hub.connections.get(path["connection"])
            members = [] if found is None else [found]
        else:
            members = list(hub.users.get(path["user"], {}).values())
        for connection in members:
            for group in [path["group"]] if "group" in path else list(connection.groups):
                hub.leave(connection, group)
        return web.Response(status=204)

    # Closing, existence, lists, tokens

    async def close_connections(self, req: web.Request) -> web.StreamResponse:
        hub = self._hub(req)
        for connection in self._targets(req):
            hub.close(connection, req.query.get("reason", ""))
        return web.Response(status=204)

    async def exists(self, req: web.Request) -> web.StreamResponse:
        hub, path = self._hub(req), req.match_info
        found = (
            path.get("connection", "") in hub.connections
            or path.get("group", "") in hub.groups
            or path.get("user", "") in hub.users
        )
        return web.Response(status=200 if found else 404)

    async def list_connections(self, req: web.Request) -> web.StreamResponse:
        """Pages in the order of connection ids; the continuation token is the last id of the page before."""
        top = _whole_number(req, "top", 1, 2**31)
        page = _whole_number(req, "maxpagesize", 1, MAX_PAGE) or MAX_PAGE
        after = req.query.get("continuationToken", "")
        members = self._hub(req).groups.get(req.match_info["group"], {})
        later = sorted(member for member in members if member > after)
        size = page if top is None else min(page, top)
        value = [
            {"connectionId": member, "userId": members[member].user_id}
            if members[member].user_id is not None
            else {"connectionId": member}
            for member in later[:size]
        ]
        body: dict[str, object] = {"value": value}
        left = None if top is None else top - len(value)
        if len(later) > size and left != 0:
            query = f"continuationToken={quote(later[size - 1], safe='')}&maxpagesize={page}"
            query += "" if left is None else f"&top={left}"
            query += f"&api-version={quote(req.query.get('api-version', '2024-12-01'), safe='')}"
            body["nextLink"] = f"{self._credentials.endpoint}{req.rel_url.raw_path}?{query}"
        return web.json_response(body)

    async def generate_token(self, req: web.Request) -> web.StreamResponse:
        minutes = _whole_number(req, "minutesToExpire", 1, MAX_TOKEN_MINUTES) or 60
        if req.query.get("clientType", "Default").lower() not in ("default", "socketio"):
            raise bad_request("clientType is not supported.")
        claims: dict[str, object] = {}
        if "userId" in req.query:
            claims["sub"] = req.query["userId"]
        if "role" in req.query:
            claims["role"] = req.query.getall("role")
        if "group" in req.query:
            claims["webpubsub.group"] = req.query.getall("group")
        token = self._credentials.issue_client_token(req.match_info["hub"], claims, minutes)
        return web.json_response({"token": token})


def _filter(text: str | None) -> Predicate | None:
    try:
        return compile_filter(text)
    except FilterError as error:
        raise bad_request(f"The filter is not valid: {error}.") from error


def _whole_number(req: web.Request, name: str, least: int, most: int) -> int | None:
    text = req.query.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise bad_request(f"{name} is not a number from {least} to {most}.")
    return int(text)


async def _read_message(req: web.Request) -> str:
    if req.content_type not in MEDIA_TYPES:
        raise RequestError(415, "Error.UnsupportedMediaType", f"{req.content_type} is not supported.")
    if req.content_length is None:
        raise bad_request("Content-Length is required.")
    if req.content_length > MAX_MESSAGE_BYTES:
        raise bad_request("The message is too large.")
    _whole_number(req, "messageTtlSeconds", 0, MAX_TTL_S)
    body = await req.read()
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise bad_request("The message is not UTF-8.") from error
    if req.content_type == "application/json":
        try:
            json.loads(text)
        except ValueError as error:
            raise bad_request("The message is not JSON.") from error
    return text
