"""The Socket.IO side of a connection: namespaces, events, acks. One packet at a time, in order."""

import asyncio
import json
import logging
import secrets
from typing import Literal

from onebox.webpubsub.connection import Connection
from onebox.webpubsub.packets import (
    CONNECT,
    DISCONNECT,
    EVENT,
    RECORD_SEPARATOR,
    MalformedPacketError,
    Outgoing,
    SocketPacket,
    encode_packet,
    parse_packet,
)

log = logging.getLogger(__name__)

CONNECT_ERROR = "4"

# What a user event that the handler does not answer with 2xx does to its connection. The documentation of plain
# Web PubSub says the connection is dropped; for Socket.IO nothing is documented, so `ignore` can be chosen.
type OnEventFailure = Literal["close", "ignore"]


async def receive(connection: Connection, text: str) -> None:
    """Take one Engine.IO packet from the client; waits while too many of its packets are unprocessed."""
    if text.startswith("3"):
        connection.pong()
    elif text.startswith("4"):
        try:
            await connection.inbox.put(text)
        except asyncio.QueueShutDown:
            log.debug("packet_after_close", extra={"connection_id": connection.id})
    elif text.startswith("1"):
        connection.hub.close(connection, "")
    elif not text.startswith("6"):
        connection.hub.close(connection, "UnexpectedPacket")


async def serve(connection: Connection, on_event_failure: OnEventFailure) -> None:
    """Process what the client sends until it is gone, then report its sockets as disconnected."""
    try:
        while True:
            text = await connection.inbox.get()
            try:
                await _process(connection, text, on_event_failure)
            except MalformedPacketError as error:
                log.warning("malformed_packet", extra={"connection_id": connection.id, "error": str(error)})
                connection.hub.close(connection, "MalformedPacket")
    except asyncio.QueueShutDown:
        log.debug("session_over", extra={"connection_id": connection.id, "reason": connection.close_reason})
    finally:
        connection.hub.close(connection, "InternalError")
        for namespace in list(connection.sockets):
            connection.hub.drop_socket(connection, namespace, connection.close_reason)


async def _process(connection: Connection, text: str, on_event_failure: OnEventFailure) -> None:
    packet = parse_packet(text)
    if packet.type == CONNECT:
        await _connect(connection, packet.namespace)
    elif packet.type == DISCONNECT:
        connection.hub.drop_socket(connection, packet.namespace)
    elif packet.type == EVENT:
        await _user_event(connection, packet, text, on_event_failure)
    # Acks of the client (type 3) answer nothing: the service offers no emit with ack in Serverless mode.


async def _connect(connection: Connection, namespace: str) -> None:
    if connection.closed:
        return
    if namespace in connection.sockets:
        raise MalformedPacketError("the namespace is connected already")
    hub = connection.hub
    socket_id = secrets.token_urlsafe(15)
    answer = await hub.upstream.connect(connection, namespace, socket_id)
    if not answer.is_success:
        message = json.dumps({"message": f"The event handler refused the connection ({answer.status})"})
        connection.send(Outgoing(encode_packet(CONNECT_ERROR, namespace, message)))
        return
    if connection.id not in hub.connections:
        connection.sockets[namespace] = socket_id  # so that the handler, which accepted it, hears of its end
        return
    hub.open_socket(connection, namespace, socket_id)
    connection.send(Outgoing(encode_packet(CONNECT, namespace, json.dumps({"sid": socket_id}, separators=(",", ":")))))
    hub.spawn(hub.upstream.connected(connection, namespace, socket_id))


async def _user_event(
    connection: Connection, packet: SocketPacket, text: str, on_event_failure: OnEventFailure
) -> None:
    hub = connection.hub
    name = packet.event_name()
    socket_id = connection.sockets.get(packet.namespace)
    if socket_id is None:
        return  # it crossed a disconnect on the wire
    if any(ord(character) < 32 or ord(character) == 127 for character in name):
        raise MalformedPacketError("the event name cannot be a header value")
    hub.counters.events_received += 1
    if hub.upstream.url is None:
        hub.counters.events_without_handler += 1
        return
    answer = await hub.upstream.user_event(connection, packet.namespace, socket_id, name, text)
    if not answer.is_success:
        hub.counters.events_failed += 1
        if on_event_failure == "close":
            hub.close(connection, "EventHandlerFailed")
        return
    if answer.body and answer.content_type != "text/plain":
        log.warning("answer_not_text_plain", extra={"content_type": answer.content_type, "event_name": name})
    elif answer.body:
        for part in answer.body.split(RECORD_SEPARATOR):
            connection.send(Outgoing(part))
