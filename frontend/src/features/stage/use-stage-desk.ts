import { notifyManager, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { Act, ActAnswer } from "#features/stage/acts.ts";
import { type Notice, noticeOf } from "#features/stage/notices.ts";
import { sendAct } from "#features/stage/send-act.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent, ItemState, RaiseState } from "#shared/api/types.ts";
import { patchItem, patchRaise } from "#shared/event/snapshot-query.ts";
import { isUnsent, lastAnswer, type OutboxRow } from "#shared/outbox/outbox-row.ts";
import { useOutbox } from "#shared/outbox/use-outbox.ts";
import { verdictOf } from "#shared/outbox/verdict-of.ts";
import { useSession } from "#shared/session/session-context.tsx";

export type ActRow = OutboxRow<Act>;

export type StageDesk = {
  /** On their way, oldest first. */
  pending: readonly ActRow[];
  /** Those and what was answered, oldest first. */
  said: readonly ActRow[];
  /** Refused, oldest first: each waits for an answer of the auctioneer. */
  refused: readonly ActRow[];
  /** The lot that this device opened last. */
  openedId: string | null;
  /** Which of this device's acts was answered last. */
  answered: string;
  notice: Notice | null;
  act: (act: Act) => void;
  /** A refused act once more, in other words. */
  again: (row: ActRow, act: Act) => void;
  forget: (row: ActRow) => void;
  say: (notice: Notice | null) => void;
};

/** What the auctioneer says goes into the device's own queue first, so that it counts once whatever the network does. */
export function useStageDesk(event: GalaEvent): StageDesk {
  const client = useQueryClient();
  const announce = useAnnounce();
  const session = useSession();
  const [notice, setNotice] = useState<Notice | null>(null);
  const say = useCallback(
    (next: Notice | null) => {
      setNotice(next);
      if (next !== null) announce.polite(next.text);
    },
    [announce],
  );
  const { outbox, rows } = useOutbox<Act>({
    name: `${event.id}.stage`,
    operator: session.session_id,
    send: async ({ payload, key }) => {
      const verdict = await verdictOf(() => sendAct(payload, key));
      if (verdict.kind === "done") {
        learn(client, event.id, verdict.answer as ActAnswer);
        say(noticeOf(payload, verdict.answer as ActAnswer, event));
      }
      if (verdict.kind === "refused") learn(client, event.id, verdict.members);
      // The screen hears of the new state before the act leaves the queue; the other way round it would flash back for a moment.
      await new Promise<void>((resolve) => notifyManager.schedule(resolve));
      return verdict;
    },
  });
  return useMemo<StageDesk>(
    () => ({
      pending: rows.filter(isUnsent),
      said: rows.filter(({ phase }) => phase !== "refused"),
      refused: rows.filter(({ phase }) => phase === "refused"),
      openedId: openedLast(rows),
      answered: lastAnswer(rows),
      notice,
      act: (act) => {
        setNotice(null);
        outbox.add(act.name, act);
      },
      again: (row, act) => outbox.retry(row.id, act),
      forget: (row) => outbox.drop(row.id),
      say,
    }),
    [notice, outbox, rows, say],
  );
}

function openedLast(rows: readonly ActRow[]): string | null {
  const row = rows.findLast(({ phase, payload }) => phase === "done" && (payload.name === "add_lot" ? payload.body.open_now : payload.name === "enter" && payload.body.kind === "open"));
  return (row?.answer as ActAnswer | undefined)?.item?.id ?? null;
}

/** An answer, or a refusal, brings the newest state with it. */
function learn(client: QueryClient, eventId: string, { item, appeal }: { item?: ItemState; appeal?: RaiseState }): void {
  if (item !== undefined) patchItem(client, eventId, item);
  if (appeal !== undefined) patchRaise(client, eventId, appeal);
}
