import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import type { components } from "#shared/api/openapi.d.ts";
import { unwrap } from "#shared/api/problem.ts";

type Schemas = components["schemas"];
export type PayBy = Schemas["PayBy"];
export type NewAppeal = Schemas["MakeAppeal"];
export type CallLevel = Schemas["CallLevel"];
export type NewLead = Schemas["EnterLead"];
export type Naming = Schemas["NamePledge"];
export type Settling = Schemas["SettleCheck"];

/** Everything that was ever recorded; the desk shows the newest two hundred. */
export function pledgesOptions(eventId: string, appealId: string) {
  return queryOptions({
    queryKey: ["events", eventId, "appeals", appealId, "pledges"],
    queryFn: ({ signal }) => unwrap(api.GET("/appeals/{appeal_id}/pledges", { params: { path: { appeal_id: appealId } }, signal })),
  });
}

const keyed = (key: string) => ({ "Idempotency-Key": key });
const ofAppeal = (appealId: string, key: string) => ({ params: { path: { appeal_id: appealId }, header: keyed(key) } });
const ofPledge = (pledgeId: string, key: string) => ({ params: { path: { pledge_id: pledgeId }, header: keyed(key) } });
const ofLevel = (levelId: string, key: string) => ({ params: { path: { level_id: levelId }, header: keyed(key) } });

export function makeAppeal(eventId: string, appeal: NewAppeal, key: string) {
  return unwrap(api.POST("/events/{event_id}/appeals", { params: { path: { event_id: eventId }, header: keyed(key) }, body: appeal }));
}

/** With neither level nor amount: the appeal is over. */
export function callLevel(appealId: string, call: CallLevel, key: string) {
  return unwrap(api.POST("/appeals/{appeal_id}/level", { ...ofAppeal(appealId, key), body: call }));
}

export function callLead(pledgeId: string, key: string) {
  return unwrap(api.POST("/pledges/{pledge_id}/call", ofPledge(pledgeId, key)));
}

export function enterLead(appealId: string, lead: NewLead, key: string) {
  return unwrap(api.POST("/appeals/{appeal_id}/leads", { ...ofAppeal(appealId, key), body: lead }));
}

export function undoPledge(pledgeId: string, key: string) {
  return unwrap(api.POST("/pledges/{pledge_id}/undo", ofPledge(pledgeId, key)));
}

export function namePledge(pledgeId: string, naming: Naming, key: string) {
  return unwrap(api.POST("/pledges/{pledge_id}/name", { ...ofPledge(pledgeId, key), body: naming }));
}

export function setPayBy(pledgeId: string, payBy: PayBy, key: string) {
  return unwrap(api.POST("/pledges/{pledge_id}/pay-by", { ...ofPledge(pledgeId, key), body: { pay_by: payBy } }));
}

export function settleCheck(levelId: string, settling: Settling, key: string) {
  return unwrap(api.POST("/levels/{level_id}/differences", { ...ofLevel(levelId, key), body: settling }));
}

export function releaseLevel(levelId: string, key: string) {
  return unwrap(api.POST("/levels/{level_id}/release", ofLevel(levelId, key)));
}

export function reopenLevel(levelId: string, key: string) {
  return unwrap(api.POST("/levels/{level_id}/reopen", ofLevel(levelId, key)));
}
