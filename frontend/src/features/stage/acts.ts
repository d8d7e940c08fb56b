import type { components } from "#shared/api/openapi.d.ts";
import type { EnterLive, EnterPledge, ItemState, RaiseState, SellLive } from "#shared/api/types.ts";

type Schemas = components["schemas"];

/** Everything that this screen can ask for. An act is kept with its key before it is sent, so it counts once. */
export type Act =
  | { name: "enter"; itemId: string; body: EnterLive }
  | { name: "sell"; body: SellLive }
  | { name: "undo_sale"; saleId: string; paddle: number | null; cents: number; body: Schemas["UndoSale"] }
  | { name: "correct_sale"; saleId: string; body: Schemas["CorrectSale"] }
  | { name: "confirm_sale"; saleId: string; body: Schemas["ConfirmSale"] }
  | { name: "resolve_sale"; saleId: string; body: Schemas["ResolveSale"] }
  | { name: "add_lot"; eventId: string; body: Schemas["AddLot"] }
  | { name: "call_level"; appealId: string; body: Schemas["CallLevel"] }
  | { name: "pledge"; appealId: string; body: EnterPledge }
  | { name: "undo_pledge"; pledgeId: string }
  | { name: "call_lead"; pledgeId: string };

/** The parts of the answers that this screen uses. */
export type ActAnswer = { item?: ItemState; appeal?: RaiseState; refund_due_cents?: number | null; outcome?: string; lot?: string };
