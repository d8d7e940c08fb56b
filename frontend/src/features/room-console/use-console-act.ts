import { useQueryClient } from "@tanstack/react-query";
import { consoleRefusal } from "#features/room-console/refusals.ts";
import { useKeyedAct } from "#shared/acts/use-keyed-act.ts";
import type { ItemState } from "#shared/api/types.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";

export type ConsoleAct<Input> = {
  send: (input: Input) => void;
  isPending: boolean;
  error: Error | null;
  /** Why it was refused, in words. */
  problem: string | null;
  /** What it did, in words. */
  result: string | null;
  reset: () => void;
};

type Rules<Input, Answer> = {
  eventId: string;
  send: (input: Input, key: string) => Promise<Answer>;
  tell: (answer: Answer) => string;
  onAnswer?: (answer: Answer) => void;
};

/**
 * One act of the console. Whatever the answer, what the page shows is read again: a refusal mostly means that it was old.
 */
export function useConsoleAct<Input, Answer extends object>({ eventId, send, tell, onAnswer }: Rules<Input, Answer>): ConsoleAct<Input> {
  const client = useQueryClient();
  const readAgain = () => void client.invalidateQueries({ queryKey: ["events", eventId] });
  const act = useKeyedAct<Input, Answer>({
    send,
    tell,
    refuse: consoleRefusal,
    onAnswer: (answer) => {
      const { item } = answer as { item?: ItemState | null };
      if (item !== null && item !== undefined) patchItem(client, eventId, item);
      onAnswer?.(answer);
      readAgain();
    },
  });
  return {
    send: (input) => act.mutate(input, { onError: readAgain }),
    isPending: act.isPending,
    error: act.error,
    problem: act.error === null ? null : consoleRefusal(act.error),
    result: act.data === undefined ? null : tell(act.data),
    reset: act.reset,
  };
}
