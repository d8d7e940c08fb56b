"""What rooms are called and what their packets look like. Apart from the client, whose vendor library is loaded when first used."""

import base64
import json

from shared.errors import DependencyDown


class RoomsUnavailable(DependencyDown):
    code = "rooms_unavailable"


def group_of(room: str, namespace: str = "/") -> str:
    """The Web PubSub group behind a Socket.IO room."""
    return f"0~{_base64url(namespace)}~{_base64url(room)}"


def _base64url(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def event_packet(event: str, payload: bytes) -> bytes:
    """One Engine.IO packet that carries one Socket.IO event. `payload` is JSON, encoded once."""
    return b'42["' + event.encode() + b'",' + payload + b"]"


def ack_packet(packet: str, answer: object) -> str:
    """The Socket.IO ack of a client's event packet `42<id>[...]`, or '' where none is asked for."""
    ack_id = packet[2 : packet.find("[")]
    return f"43{ack_id}{json.dumps([answer], separators=(',', ':'))}" if ack_id.isdigit() else ""
