import type { Act, ActAnswer } from "#features/stage/acts.ts";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

/** Each act is one request; `key` is what makes it count once, however often it is sent. */
export function sendAct(act: Act, key: string): Promise<ActAnswer> {
  const header = { "Idempotency-Key": key };
  switch (act.name) {
    case "enter":
      return unwrap(api.POST("/items/{item_id}/live-entries", { params: { path: { item_id: act.itemId }, header }, body: act.body }));
    case "sell":
      return unwrap(api.POST("/live-sales", { params: { header }, body: act.body }));
    case "undo_sale":
      return unwrap(api.POST("/live-sales/{sale_id}/undo", { params: { path: { sale_id: act.saleId }, header }, body: act.body }));
    case "correct_sale":
      return unwrap(api.POST("/live-sales/{sale_id}/correct", { params: { path: { sale_id: act.saleId }, header }, body: act.body }));
    case "confirm_sale":
      return unwrap(api.POST("/live-sales/{sale_id}/confirm", { params: { path: { sale_id: act.saleId }, header }, body: act.body }));
    case "resolve_sale":
      return unwrap(api.POST("/live-sales/{sale_id}/resolve", { params: { path: { sale_id: act.saleId }, header }, body: act.body }));
    case "add_lot":
      return unwrap(api.POST("/events/{event_id}/live-lots", { params: { path: { event_id: act.eventId }, header }, body: act.body }));
    case "call_level":
      return unwrap(api.POST("/appeals/{appeal_id}/level", { params: { path: { appeal_id: act.appealId }, header }, body: act.body }));
    case "pledge":
      return unwrap(api.POST("/appeals/{appeal_id}/pledges", { params: { path: { appeal_id: act.appealId }, header }, body: act.body }));
    case "undo_pledge":
      return unwrap(api.POST("/pledges/{pledge_id}/undo", { params: { path: { pledge_id: act.pledgeId }, header } }));
    case "call_lead":
      return unwrap(api.POST("/pledges/{pledge_id}/call", { params: { path: { pledge_id: act.pledgeId }, header } }));
  }
}
