"""Calls of the room service: who makes them, and what a client's packet says."""

import hmac
import json

import azure.functions as func

from functions.realtime import service
from functions.realtime.errors import EventUnknown, OriginRefused, UpstreamUnknown, UpstreamUnsigned
from functions.realtime.events import JoinAck, JoinRefused
from shared.clients.room_packets import ack_packet
from shared.errors import AppError, Unreadable
from shared.runtime import Services

MAX_PACKET_BYTES = 4_096
"""A join is under a kilobyte."""


def check_origin(services: Services, req: func.HttpRequest) -> str:
    """The secret in the path, then the host that calls. Raises UpstreamUnknown or OriginRefused."""
    secret = services.settings.webpubsub_upstream_secret.get_secret_value()
    if not hmac.compare_digest(req.route_params.get("secret", "").encode(), secret.encode()):
        raise UpstreamUnknown
    origin = str(req.headers.get("webhook-request-origin", ""))
    if not services.rooms.allows_origin(origin):
        raise OriginRefused
    return origin


def check_signature(services: Services, req: func.HttpRequest) -> None:
    """Raises UpstreamUnsigned."""
    connection_id = str(req.headers.get("ce-connectionid", ""))
    signature = str(req.headers.get("ce-signature", ""))
    if not connection_id or not services.rooms.is_signed(connection_id, signature):
        raise UpstreamUnsigned


async def answer_event(services: Services, req: func.HttpRequest) -> str:
    """The packet to send back: an acknowledgement, or nothing when the client asked for none."""
    packet = _text(req.get_body())
    try:
        answer: dict[str, object] = (await _join(services, req, packet)).model_dump(mode="json")
    except AppError as error:
        answer = JoinRefused(error=error.code).model_dump()
    return ack_packet(packet, answer)


async def _join(services: Services, req: func.HttpRequest, packet: str) -> JoinAck:
    name, *arguments = _arguments(packet)
    if name != "join" or str(req.headers.get("ce-eventname", "")) != "join" or req.headers.get("ce-namespace") != "/":
        raise EventUnknown
    ticket = arguments[0].get("ticket") if arguments and isinstance(arguments[0], dict) else None
    return await service.join(
        services, str(req.headers.get("ce-socketid", "")), str(req.headers.get("ce-userid", "")), ticket
    )


def _text(body: bytes) -> str:
    if len(body) > MAX_PACKET_BYTES:
        raise Unreadable("The packet is too long.")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("The packet is not UTF-8.") from error


def _arguments(packet: str) -> list[object]:
    """Of `42<id>["name",...]`. Raises EventUnknown."""
    try:
        arguments = json.loads(packet[packet.index("[") :]) if packet.startswith("42") else None
    except (ValueError, RecursionError) as error:
        raise EventUnknown from error
    if not isinstance(arguments, list) or not arguments:
        raise EventUnknown
    return arguments
