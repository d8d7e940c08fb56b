import pytest
from hypothesis import given
from hypothesis import strategies as st

from onebox.webpubsub.packets import (
    MalformedPacketError,
    SocketPacket,
    decode_group_name,
    encode_packet,
    encode_text_frame,
    group_name,
    parse_packet,
)


@pytest.mark.parametrize(
    ("namespace", "room", "group"),
    [
        ("/", "", "0~Lw~"),
        ("/", "rm", "0~Lw~cm0"),
        ("/ns", "", "0~L25z~"),
        ("/ns", "rm", "0~L25z~cm0"),
        ("/ns", "socketId", "0~L25z~c29ja2V0SWQ"),
        ("/", "item:7", "0~Lw~aXRlbTo3"),
    ],
)
def test_groups_are_named_as_the_service_names_them(namespace: str, room: str, group: str) -> None:
    assert group_name(namespace, room) == group
    assert decode_group_name(group) == (namespace, room)


@given(st.text(), st.text())
def test_a_group_name_can_be_read_back(namespace: str, room: str) -> None:
    assert decode_group_name(group_name(namespace, room)) == (namespace, room)


@pytest.mark.parametrize("name", ["plain", "1~Lw~", "0~Lw", "0~L*w~", "0~_w~"])
def test_other_group_names_are_not_read(name: str) -> None:
    assert decode_group_name(name) is None


@pytest.mark.parametrize(
    ("text", "packet"),
    [
        ("40", SocketPacket("0", "/", "", "")),
        ('40{"x":"y"}', SocketPacket("0", "/", "", '{"x":"y"}')),
        ("40/ns,", SocketPacket("0", "/ns", "", "")),
        ("40/ns", SocketPacket("0", "/ns", "", "")),
        ('42["bid",7]', SocketPacket("2", "/", "", '["bid",7]')),
        ('4213["bid",7]', SocketPacket("2", "/", "13", '["bid",7]')),
        ('42/ns,13["a,b"]', SocketPacket("2", "/ns", "13", '["a,b"]')),
        ("41/ns,", SocketPacket("1", "/ns", "", "")),
        ('42["a\nb"]', SocketPacket("2", "/", "", '["a\nb"]')),
    ],
)
def test_packets_are_read(text: str, packet: SocketPacket) -> None:
    assert parse_packet(text) == packet


@pytest.mark.parametrize(
    "text", ["", "4", "2", "47", '"42[\\"bid\\"]"', '451-["b",{"_placeholder":true,"num":0}]', "bAQID"]
)
def test_what_is_no_socketio_packet_is_refused(text: str) -> None:
    with pytest.raises(MalformedPacketError):
        parse_packet(text)


@pytest.mark.parametrize("data", ["", "[]", "{}", "[7]", '["cut'])
def test_an_event_needs_a_name(data: str) -> None:
    with pytest.raises(MalformedPacketError):
        SocketPacket("2", "/", "", data).event_name()


def test_the_main_namespace_is_left_out() -> None:
    assert encode_packet("1", "/") == "41"
    assert encode_packet("1", "/ns") == "41/ns,"


@pytest.mark.parametrize(
    ("size", "header"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_frames_have_the_shortest_header(size: int, header: bytes) -> None:
    payload = b"x" * size
    assert encode_text_frame(payload) == header + payload
