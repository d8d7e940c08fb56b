import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useState } from "react";
import { type Gift, giftAt, type Pledged } from "#features/giving/gift.ts";
import { give } from "#features/giving/give.ts";
import { myPledgesOptions, rememberPledge } from "#shared/event/my-pledges-query.ts";
import type { ActVerdict, PendingAct } from "#shared/money-act/act-flight.ts";
import { MoneyDesk } from "#shared/money-act/money-desk.ts";
import { pendingActs } from "#shared/money-act/pending-acts.ts";
import { useFlight, useRunningDesk } from "#shared/money-act/use-money-desk.ts";
import { verdictOf } from "#shared/money-act/verdict.ts";

type GivingDesk = MoneyDesk<Gift, Pledged>;
const GivingDeskContext = createContext<GivingDesk | null>(null);
const SLOT = "gift";

/** The guest's own list says by its key whether a gift arrived; what a clerk had recorded too is in the list once, as the clerk's. */
async function lookUp(client: QueryClient, { key, intent }: PendingAct<Gift>): Promise<ActVerdict<Pledged> | { kind: "absent" }> {
  const read = await verdictOf(client.query({ ...myPledgesOptions, networkMode: "always", staleTime: 0, retry: false }));
  if (read.kind !== "accepted") return read.kind === "rejected" ? { kind: "unreachable" } : read;
  const pledge = read.answer.find(({ id }) => id === key);
  if (pledge !== undefined) return { kind: "accepted", answer: { outcome: "recorded", pledge } };
  const same = intent.isSecond ? undefined : giftAt(read.answer, intent.ownLevelId);
  return same === undefined ? { kind: "absent" } : { kind: "accepted", answer: { outcome: "same_gift", pledge: same } };
}

type GivingDeskProviderProps = { sessionId: string; children: ReactNode };

export function GivingDeskProvider({ sessionId, children }: GivingDeskProviderProps) {
  const client = useQueryClient();
  const [desk] = useState<GivingDesk>(
    () =>
      new MoneyDesk({
        ...pendingActs<Gift>("giving", sessionId),
        send: ({ intent, key }, signal) => verdictOf(give(intent, key, signal)),
        lookUp: (act) => lookUp(client, act),
        newKey: () => crypto.randomUUID(),
        onSettled: ({ phase }) => {
          if (phase.name === "accepted" && phase.answer.outcome === "recorded") rememberPledge(client, phase.answer.pledge);
          void client.invalidateQueries({ queryKey: myPledgesOptions.queryKey });
        },
      }),
  );
  useRunningDesk(desk);
  return <GivingDeskContext value={desk}>{children}</GivingDeskContext>;
}

/** One gift at a time: the desk, and what became of the last one. */
export function useGivingDesk() {
  const desk = use(GivingDeskContext);
  if (desk === null) throw new Error("useGivingDesk needs a GivingDeskProvider above it");
  const flight = useFlight(desk, SLOT);
  return {
    flight,
    give: (gift: Gift) => {
      desk.dismiss(SLOT);
      void desk.start(SLOT, gift);
    },
    refuse: (gift: Gift) => desk.refuse(SLOT, gift),
    dismiss: () => desk.dismiss(SLOT),
  };
}

export type GiftFlight = NonNullable<ReturnType<typeof useGivingDesk>["flight"]>;
