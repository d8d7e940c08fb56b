"""A valid body for every operation that takes one, for tests that spoil it. A new operation without one fails those tests.

`valid_bodies`: Longer than 60 lines because it is one flat table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from functions.accounts.permissions import ROLES, may
from shared.db.pool import Connection
from shared.http.operation import OPERATIONS, PUBLIC, Operation
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session


@dataclass(frozen=True)
class Scene:
    """One gala with what requests can be about."""

    gala: Gala
    guest: Guest
    item_id: UUID
    live_item_id: UUID
    ids: Mapping[str, UUID]
    """Of what else there is, by the name that paths have for it."""

    def path(self, operation: Operation) -> str:
        """The operation's path about what the scene has."""
        is_live = operation.name in ("enter_live", "offer_live", "set_absentee")
        known = {
            "event_id": self.gala.event_id,
            "section_id": self.gala.section_id,
            "item_id": self.live_item_id if is_live else self.item_id,
            "paddle_id": self.guest.paddle_id,
        }
        return "/api/v1/" + operation.path.format_map({**known, **self.ids})


SECRET = "C" * 43


def code_of(pairing_id: UUID) -> str:
    """A code of its own for each screen that waits."""
    return "".join("ABCDEFGHJKLMNPQR"[int(digit, 16)] for digit in pairing_id.hex[-6:])


async def make_scene(conn: Connection) -> Scene:
    gala = await make_gala(conn)
    item_id, live_item_id = await make_item(conn, gala), await make_item(conn, gala, kind="live")
    guest = await make_guest(conn, gala)
    return Scene(gala, guest, item_id, live_item_id, await _make_room(conn, gala, guest))


async def _make_room(conn: Connection, gala: Gala, guest: Guest) -> dict[str, UUID]:
    """A lot that was sold to nobody yet, a gift of the guest, a screen that is signed in and one that shows its code."""
    sam, screen = await make_staff_session(conn, gala), await make_staff_session(conn, gala, "display")
    user_id = await conn.fetchval("SELECT user_id FROM sessions WHERE id = $1", sam.session_id)
    names = ("sale_id", "appeal_id", "level_id", "pledge_id", "display_id", "pairing_id")
    ids = {name: new_id() for name in names}
    own, sold = (gala.org_id, gala.event_id), await make_item(conn, gala, kind="live")
    await conn.execute(
        "INSERT INTO live_sales (org_id, event_id, id, item_id, amount_cents, body_hash, entered_by, sold_at, user_id, issue)"
        " VALUES ($1, $2, $3, $4, 9000, '', $5, clock_timestamp(), $6, 'unknown_paddle')",
        *own, ids["sale_id"], sold, sam.session_id, user_id,
    )  # fmt: skip
    await conn.execute(
        "UPDATE items SET status = 'sold', hammer_cents = 9000, live_sale_id = $2, closed_at = clock_timestamp() WHERE id = $1",
        sold, ids["sale_id"],
    )  # fmt: skip
    await conn.execute(
        "INSERT INTO appeals (org_id, event_id, id, title) VALUES ($1, $2, $3, 'Need')", *own, ids["appeal_id"]
    )
    await conn.execute(
        "INSERT INTO appeal_levels (org_id, event_id, appeal_id, id, amount_cents) VALUES ($1, $2, $3, $4, 10000)",
        *own, ids["appeal_id"], ids["level_id"],
    )  # fmt: skip
    await conn.execute(
        "INSERT INTO pledges (org_id, event_id, appeal_id, level_id, id, kind, source, paddle_id, amount_cents, session_id, body_hash, recorded_at)"
        " VALUES ($1, $2, $3, $4, $5, 'pledge', 'phone', $6, 10000, $7, '', clock_timestamp())",
        *own, ids["appeal_id"], ids["level_id"], ids["pledge_id"], guest.paddle_id, guest.session_id,
    )  # fmt: skip
    await conn.execute(
        "INSERT INTO displays (org_id, event_id, id, name, session_id, paired_by) VALUES ($1, $2, $3, 'Bar', $4, $5)",
        *own, ids["display_id"], screen.session_id, user_id,
    )  # fmt: skip
    await conn.execute(
        "INSERT INTO display_pairings (id, code, secret_hash, expires_at)"
        " VALUES ($1, $2, sha256($3), clock_timestamp() + interval '1 hour')",
        ids["pairing_id"], code_of(ids["pairing_id"]), SECRET.encode(),
    )  # fmt: skip
    return ids


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
        "enter_live": {"kind": "bid", "paddle_number": scene.guest.number, "amount_cents": 10_000},
        "undo_sale": {"reason": "He meant the wine"},
        "correct_sale": {"paddle_number": scene.guest.number},
        "confirm_sale": {"by": "table"},
        "resolve_sale": {"keep": "sale"},
        "add_lot": {"title": "Sing with the band", "starting_cents": 10_000},
        "offer_live": {"amount_cents": 10_000},
        "set_absentee": {"max_cents": 10_000},
        "answer_sale": {"is_mine": True},
        "make_appeal": {
            "title": "Fund a need",
            "level_cents": [10_000],
            "match_label": "The Ridges",
            "match_cap_cents": 100,
        },
        "call_level": {"amount_cents": 10_000},
        "enter_pledge": {
            "level_id": str(scene.ids["level_id"]),
            "needs_look_ok": True,
            "paddle_number": scene.guest.number,
        },
        "enter_lead": {"paddle_number": scene.guest.number, "amount_cents": 10_000},
        "check_pledge": {"level_id": str(scene.ids["level_id"]), "paddle_number": scene.guest.number},
        "name_pledge": {"paddle_number": scene.guest.number},
        "set_pay_by": {"pay_by": "cheque"},
        "settle_check": {"paddle_number": scene.guest.number, "amount_cents": 10_000, "decision": "keep"},
        "pledge_own": {"level_id": str(scene.ids["level_id"])},
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
        "start_rehearsal": {"bidders": 3, "minutes": 30},
        "lock_paddle": {"reason": "Lost the card"},
        "unlock_paddle": {"reason": "Found the card"},
        "show_name": {"is_shown": True},
        "set_phase": {"phase": "live"},
        "announce": {"text": "Dinner is served", "minutes": 10},
        "set_display_mode": {"mode": "hold"},
        "pair_display": {"code": code_of(scene.ids["pairing_id"]), "name": "Stage left"},
        "command_display": {"mode": "hold"},
        "collect_pairing": {"secret": SECRET},
        "report_display": {"shows": "board"},
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
