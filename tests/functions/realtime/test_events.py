"""The packets' schema, from which the front end's types are made, is the models' own."""

from functions.realtime.events import PACKETS, SCHEMA_FILE, schema, schema_text


def test_the_written_schema_is_not_stale() -> None:
    assert SCHEMA_FILE.read_text() == schema_text(), "run: python -m functions.realtime.events"


def test_every_packet_carries_the_numbers() -> None:
    definitions = schema()["$defs"]
    for model in PACKETS.values():
        assert {"event_id", "items_version", "state_version", "server_time"} <= set(
            definitions[model.__name__]["required"]
        )
