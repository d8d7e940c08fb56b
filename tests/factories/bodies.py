"""A valid body for every operation that takes one, for tests that spoil it. A new operation without one fails those tests."""

from dataclasses import dataclass
from uuid import UUID

from functions.accounts.permissions import ROLES, may
from shared.db.pool import Connection
from shared.http.operation import OPERATIONS, PUBLIC, Operation
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session


@dataclass(frozen=True)
class Scene:
    """One gala with what requests can be about."""

    gala: Gala
    guest: Guest
    item_id: UUID
    live_item_id: UUID


async def make_scene(conn: Connection) -> Scene:
    gala = await make_gala(conn)
    item_id, live_item_id = await make_item(conn, gala), await make_item(conn, gala, kind="live")
    return Scene(gala, await make_guest(conn, gala), item_id, live_item_id)


def valid_bodies(scene: Scene) -> dict[str, dict[str, object]]:
    """By operation name; only of operations whose body is JSON of ours."""
    return {
        "preview_link": {"link": scene.guest.link},
        "open_session": {
            "link": scene.guest.link,
            "phone_last4": "0199",
            "accept_terms_id": str(scene.gala.terms_id),
            "device": "test",
        },
        "refresh_session": {"refresh_token": "C" * 43},
        "place_bid": {"item_id": str(scene.item_id), "max_cents": 10_000},
        "enter_bid": {
            "item_id": str(scene.item_id),
            "max_cents": 10_000,
            "paddle_number": scene.guest.number,
            "reason": "no_phone",
        },
        "sell_live": {
            "item_id": str(scene.live_item_id),
            "paddle_number": scene.guest.number,
            "amount_cents": 10_000,
        },
        "open_checkout": {"hold_s": 0},
        "pause_bidding": {"section_id": str(scene.gala.section_id)},
        "resume_bidding": {"section_id": str(scene.gala.section_id), "in_s": 10},
        "extend_item": {"seconds": 300, "reason": "The speech took longer"},
        "withdraw_item": {"reason": "cannot_deliver", "note": "It broke"},
        "void_bids": {"paddle_number": scene.guest.number, "reason": "entry_error", "note": "The wrong paddle"},
        "ask_reopening": {"reason": "system_fault", "note": "No Wi-Fi"},
        "ask_revocation": {"reason": "winner_steps_back", "note": "Asked for it"},
        "ask_close_held": {"reason": "system_fault", "note": "The guests have gone home"},
        "make_offer": {"paddle_number": scene.guest.number, "amount_cents": 10_000, "minutes": 30},
    }


def operations_with_body() -> list[Operation]:
    return [operation for operation in OPERATIONS if operation.request is not None]


async def token_for(app: Services, conn: Connection, scene: Scene, permission: str) -> str | None:
    """A token whose role may use `permission` at the scene's gala; none where none is asked for."""
    if permission == PUBLIC:
        return None
    role = next(role for role in ROLES if role != "superadmin" and may(role, permission))
    claims = scene.guest.claims() if role == "donor" else await make_staff_session(conn, scene.gala, role)
    return app.tokens.issue(claims)
