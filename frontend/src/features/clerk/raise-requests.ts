import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { EnterPledge } from "#shared/api/types.ts";

const of = <P>(path: P, key: string) => ({ params: { path, header: { "Idempotency-Key": key } } });

export function callLevel(appealId: string, cents: number, key: string) {
  return unwrap(api.POST("/appeals/{appeal_id}/level", { ...of({ appeal_id: appealId }, key), body: { amount_cents: cents } }));
}

export function enterPledge(appealId: string, body: EnterPledge, key: string) {
  return unwrap(api.POST("/appeals/{appeal_id}/pledges", { ...of({ appeal_id: appealId }, key), body }));
}

export function undoPledge(pledgeId: string, key: string) {
  return unwrap(api.POST("/pledges/{pledge_id}/undo", of({ pledge_id: pledgeId }, key)));
}

export function namePledge(pledgeId: string, paddle: number, isAdditional: boolean, key: string) {
  return unwrap(api.POST("/pledges/{pledge_id}/name", { ...of({ pledge_id: pledgeId }, key), body: { paddle_number: paddle, is_additional: isAdditional } }));
}

export type Check = { level_id: string; paddle_number: number; amount_cents: number | null; typed_at: string };

export function enterCheck(appealId: string, body: Check, key: string) {
  return unwrap(api.POST("/appeals/{appeal_id}/checks", { ...of({ appeal_id: appealId }, key), body }));
}

export type Settled = { paddle_number: number; amount_cents: number; decision: "keep" | "remove" | "add" };

export function settleCheck(levelId: string, body: Settled, key: string) {
  return unwrap(api.POST("/levels/{level_id}/differences", { ...of({ level_id: levelId }, key), body }));
}
