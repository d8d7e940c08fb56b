import { useQueryClient } from "@tanstack/react-query";
import { useKeyedAct } from "#shared/acts/use-keyed-act.ts";
import type { ItemState } from "#shared/api/types.ts";
import { eventOptions } from "#shared/event/event-query.ts";
import { approvalsOptions, stepBacksOptions } from "#shared/event/request-queries.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";
import { actRefusal } from "#features/stewarding/refusals.ts";

type Changed = { item?: ItemState | null; items?: readonly ItemState[] };

/** One act on items, sections or requests. Changed items reach the screen with the answer. */
export function useAct<Input, Answer extends object>(eventId: string, send: (input: Input, key: string) => Promise<Answer>, tell: (answer: Answer) => string) {
  const client = useQueryClient();
  const onAnswer = (answer: Answer) => {
    const { item, items } = answer as Changed;
    for (const state of items ?? []) patchItem(client, eventId, state);
    if (item !== null && item !== undefined) patchItem(client, eventId, item);
    void client.invalidateQueries({ queryKey: eventOptions(eventId).queryKey, exact: true });
    void client.invalidateQueries({ queryKey: approvalsOptions(eventId).queryKey });
    void client.invalidateQueries({ queryKey: stepBacksOptions(eventId).queryKey });
  };
  return useKeyedAct<Input, Answer>({ send, tell, refuse: actRefusal, onAnswer });
}
