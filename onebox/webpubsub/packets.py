"""Engine.IO payloads, Socket.IO packets and the group names Web PubSub derives from them."""

import base64
import re
from dataclasses import dataclass

import orjson

RECORD_SEPARATOR = "\x1e"
DEFAULT_NAMESPACE = "/"

CONNECT = "0"
DISCONNECT = "1"
EVENT = "2"

# 4 <type> [<attachments>-] [<namespace>,] [<ack id>] [<JSON>]; the comma may be absent at the very end.
_PACKET = re.compile(r"4([0-6])(?:(\d+)-)?(?:(/[^,]*)(?:,|$))?(\d*)(.*)", re.DOTALL)


class MalformedPacketError(ValueError):
    """The text is not an Engine.IO message that carries a Socket.IO packet."""


@dataclass(frozen=True, slots=True)
class SocketPacket:
    type: str
    namespace: str
    ack_id: str
    data: str

    def check_data(self) -> None:
        """Refuse what a client could not parse, a text cut short for one."""
        if self.data:
            self._json()

    def _json(self) -> object:
        try:
            return orjson.loads(self.data)
        except ValueError as error:
            raise MalformedPacketError("the data of the packet is not JSON") from error

    def event_name(self) -> str:
        """The first element of an event's array; only text names exist in Serverless mode."""
        arguments = self._json()
        if not isinstance(arguments, list) or not arguments or not isinstance(arguments[0], str):
            raise MalformedPacketError("event data is not an array that starts with a name")
        return arguments[0]

    def asks_to_close(self) -> bool:
        """True for the `41{"close":true}` that Microsoft's SDKs send and that no client understands."""
        data = self._json() if self.data else None
        return isinstance(data, dict) and data.get("close") is True


def parse_packet(text: str) -> SocketPacket:
    match = _PACKET.fullmatch(text)
    if match is None:
        raise MalformedPacketError("not a Socket.IO packet")
    kind, attachments, namespace, ack_id, data = match.groups()
    if attachments is not None or kind in "56":
        raise MalformedPacketError("binary packets do not exist in Serverless mode")
    return SocketPacket(kind, namespace or DEFAULT_NAMESPACE, ack_id, data)


def encode_packet(kind: str, namespace: str, data: str = "") -> str:
    prefix = "" if namespace == DEFAULT_NAMESPACE else f"{namespace},"
    return f"4{kind}{prefix}{data}"


def encode_text_frame(payload: bytes) -> bytes:
    """A whole unmasked websocket text frame, ready for a transport."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


class Outgoing:
    """One Engine.IO packet, encoded once however many clients receive it."""

    __slots__ = ("frame", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.frame = encode_text_frame(text.encode())


PING = Outgoing("2")
PROBE_REPLY = Outgoing("3probe")


def _encode_part(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def group_name(namespace: str, room: str = "") -> str:
    """`0~<namespace>~<room>`, both in unpadded base64url; an empty room means the whole namespace."""
    return f"0~{_encode_part(namespace)}~{_encode_part(room)}"


def decode_group_name(group: str) -> tuple[str, str] | None:
    """Namespace and room of a group, or None when the name does not follow the convention."""
    parts = group.split("~")
    if len(parts) != 3 or parts[0] != "0":
        return None
    try:
        namespace, room = (
            base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode()
            for part in parts[1:]
        )
    except ValueError:
        return None
    return namespace, room
