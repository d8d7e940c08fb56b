import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { isProblem } from "#shared/api/problem.ts";
import type { ItemState } from "#shared/api/types.ts";
import { eventOptions } from "#shared/event/event-query.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";
import { actRefusal } from "#features/stewarding/refusals.ts";
import { approvalsOptions, stepBacksOptions } from "#features/stewarding/queries.ts";

type Changed = { item?: ItemState | null; items?: readonly ItemState[] };

/**
 * One act of staff. The same form sent again, after a lost answer, is the same act: its key stays until the server has
 * answered it. Changed items reach the screen with the answer; the result is announced.
 */
export function useAct<Input, Answer extends object>(eventId: string, send: (input: Input, key: string) => Promise<Answer>, tell: (answer: Answer) => string) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const keys = useRef(new Map<string, string>());
  return useMutation<Answer, Error, Input>({
    networkMode: "always",
    mutationFn: async (input) => {
      const name = JSON.stringify(input);
      const key = keys.current.get(name) ?? crypto.randomUUID();
      keys.current.set(name, key);
      try {
        const answer = await send(input, key);
        keys.current.delete(name);
        return answer;
      } catch (error) {
        if (isProblem(error) && error.status < 500) keys.current.delete(name);
        throw error;
      }
    },
    onSuccess: (answer) => {
      const { item, items } = answer as Changed;
      for (const state of items ?? []) patchItem(client, eventId, state);
      if (item !== null && item !== undefined) patchItem(client, eventId, item);
      announce.polite(tell(answer));
      void client.invalidateQueries({ queryKey: eventOptions(eventId).queryKey, exact: true });
      void client.invalidateQueries({ queryKey: approvalsOptions(eventId).queryKey });
      void client.invalidateQueries({ queryKey: stepBacksOptions(eventId).queryKey });
    },
    onError: (error) => announce.assertive(actRefusal(error)),
  });
}
