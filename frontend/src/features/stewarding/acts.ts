import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { Reason } from "#shared/api/types.ts";

const of = (path: { item_id: string }, key: string) => ({ params: { path, header: { "Idempotency-Key": key } } });

export type Why = { reason: Reason; note: string };

export function extendItem(itemId: string, seconds: number, reason: string, key: string) {
  return unwrap(api.POST("/items/{item_id}/extend", { ...of({ item_id: itemId }, key), body: { seconds, reason } }));
}

export function withdrawItem(itemId: string, why: Why, key: string) {
  return unwrap(api.POST("/items/{item_id}/withdraw", { ...of({ item_id: itemId }, key), body: why }));
}

/** Certain bids, or all of a paddle's. */
export type Voided = { bid_ids: string[] } | { paddle_number: number };

export function voidBids(itemId: string, what: Voided, why: Why, key: string) {
  return unwrap(api.POST("/items/{item_id}/voids", { ...of({ item_id: itemId }, key), body: { ...what, ...why } }));
}

export function askReopening(itemId: string, why: Why, key: string) {
  return unwrap(api.POST("/items/{item_id}/reopenings", { ...of({ item_id: itemId }, key), body: why }));
}

export function askRevocation(itemId: string, why: Why, key: string) {
  return unwrap(api.POST("/items/{item_id}/revocations", { ...of({ item_id: itemId }, key), body: why }));
}

export function makeOffer(itemId: string, offer: { paddle_number: number; amount_cents: number; minutes: number }, key: string) {
  return unwrap(api.POST("/items/{item_id}/offers", { ...of({ item_id: itemId }, key), body: offer }));
}

export function withdrawOffer(offerId: string, key: string) {
  return unwrap(api.POST("/offers/{offer_id}/withdraw", { params: { path: { offer_id: offerId }, header: { "Idempotency-Key": key } } }));
}

export function unholdSection(sectionId: string, key: string) {
  return unwrap(api.POST("/sections/{section_id}/unhold", { params: { path: { section_id: sectionId }, header: { "Idempotency-Key": key } } }));
}

export function askCloseHeld(sectionId: string, why: Why, key: string) {
  return unwrap(api.POST("/sections/{section_id}/close-held", { params: { path: { section_id: sectionId }, header: { "Idempotency-Key": key } }, body: why }));
}

export function decideApproval(approvalId: string, verdict: "approve" | "decline", key: string) {
  const params = { params: { path: { approval_id: approvalId }, header: { "Idempotency-Key": key } } };
  return unwrap(verdict === "approve" ? api.POST("/approvals/{approval_id}/approve", params) : api.POST("/approvals/{approval_id}/decline", params));
}
