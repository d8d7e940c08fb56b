import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useState } from "react";
import { type LiveAnswer, type LiveIntent, slotOf } from "#features/live-auction/live-act.ts";
import { leaveLimit } from "#features/live-auction/leave-limit.ts";
import { myLiveOptions, rememberLimit, rememberOffer } from "#features/live-auction/my-live-query.ts";
import { sendLiveBid } from "#features/live-auction/send-live-bid.ts";
import type { ItemState } from "#shared/api/types.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";
import type { ActFlight, ActVerdict, PendingAct } from "#shared/money-act/act-flight.ts";
import { MoneyDesk } from "#shared/money-act/money-desk.ts";
import { pendingActs } from "#shared/money-act/pending-acts.ts";
import { useFlight, useRunningDesk } from "#shared/money-act/use-money-desk.ts";
import { verdictOf } from "#shared/money-act/verdict.ts";

type LiveDesk = MoneyDesk<LiveIntent, LiveAnswer>;
const LiveDeskContext = createContext<LiveDesk | null>(null);

function send(client: QueryClient, eventId: string, { key, intent }: PendingAct<LiveIntent>, signal: AbortSignal): Promise<ActVerdict<LiveAnswer>> {
  if (intent.kind === "limit") return verdictOf(leaveLimit(intent.itemId, intent.cents, intent.isConfirmed, key, signal));
  return verdictOf(sendBid(client, eventId, intent, key, signal));
}

async function sendBid(client: QueryClient, eventId: string, intent: LiveIntent, key: string, signal: AbortSignal): Promise<LiveAnswer> {
  const { item, ...answer } = await sendLiveBid(intent.itemId, intent.cents, key, signal);
  patchItem(client, eventId, item);
  return answer;
}

/** The guest's own list says what became of it: a bid by its key, a limit by its height. */
async function lookUp(client: QueryClient, { key, intent }: PendingAct<LiveIntent>): Promise<ActVerdict<LiveAnswer> | { kind: "absent" }> {
  const read = await verdictOf(client.query({ ...myLiveOptions, networkMode: "always", staleTime: 0, retry: false }));
  if (read.kind !== "accepted") return read.kind === "rejected" ? { kind: "unreachable" } : read;
  if (intent.kind === "bid") {
    const offer = read.answer.offers.find(({ id }) => id === key);
    return offer === undefined ? { kind: "absent" } : { kind: "accepted", answer: { kind: "bid", offer } };
  }
  const limit = read.answer.absentee.find(({ item_id }) => item_id === intent.itemId);
  if (limit === undefined || limit.max_cents < intent.cents) return { kind: "absent" };
  return { kind: "accepted", answer: { kind: "limit", itemId: intent.itemId, maxCents: limit.max_cents } };
}

function onSettled(client: QueryClient, eventId: string, { phase }: ActFlight<LiveIntent, LiveAnswer>): void {
  if (phase.name === "accepted") {
    if (phase.answer.kind === "bid") rememberOffer(client, phase.answer.offer);
    else rememberLimit(client, phase.answer.itemId, phase.answer.maxCents);
  }
  if (phase.name === "rejected" && isItem(phase.members.item)) patchItem(client, eventId, phase.members.item);
  void client.invalidateQueries({ queryKey: myLiveOptions.queryKey });
}

function isItem(member: unknown): member is ItemState {
  return typeof member === "object" && member !== null && "version" in member;
}

type LiveDeskProviderProps = { eventId: string; sessionId: string; children: ReactNode };

export function LiveDeskProvider({ eventId, sessionId, children }: LiveDeskProviderProps) {
  const client = useQueryClient();
  const [desk] = useState<LiveDesk>(
    () =>
      new MoneyDesk({
        ...pendingActs<LiveIntent>("room-live", sessionId),
        send: (act, signal) => send(client, eventId, act, signal),
        lookUp: (act) => lookUp(client, act),
        newKey: () => crypto.randomUUID(),
        onSettled: (flight) => onSettled(client, eventId, flight),
      }),
  );
  useRunningDesk(desk);
  return <LiveDeskContext value={desk}>{children}</LiveDeskContext>;
}

export function useLiveDesk(): LiveDesk {
  const desk = use(LiveDeskContext);
  if (desk === null) throw new Error("useLiveDesk needs a LiveDeskProvider above it");
  return desk;
}

export function useLiveFlight(kind: LiveIntent["kind"], itemId: string) {
  return useFlight(useLiveDesk(), slotOf(kind, itemId));
}
