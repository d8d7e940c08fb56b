import { useEffect, useState, useSyncExternalStore } from "react";
import { Outbox } from "#shared/outbox/outbox.ts";
import type { OutboxRow, SendVerdict } from "#shared/outbox/outbox-row.ts";
import { outboxStore, tabLock } from "#shared/outbox/outbox-store.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { serverClock } from "#shared/time/server-clock.ts";

const FLUSH_EVERY_MS = 15_000;

type UseOutbox<P> = {
  /** One queue each: the event and the face, as "event-1.clerk". */
  name: string;
  operator: string | null;
  /** `outbox` is given so that a row can be sent by what an earlier one was answered. Must not change. */
  send: (row: OutboxRow<P>, outbox: Outbox<P>) => Promise<SendVerdict>;
};

/** The face's queue, sent on add, on connect, on focus and every 15 s while it is mounted. */
export function useOutbox<P>({ name, operator, send }: UseOutbox<P>) {
  const { status } = useRoom();
  const [outbox] = useState(() => {
    const made: Outbox<P> = new Outbox<P>({
      ...outboxStore<P>(name),
      send: (row) => send(row, made),
      newKey: () => crypto.randomUUID(),
      now: serverClock.now,
      operator: () => operator,
      lock: tabLock(name),
    });
    return made;
  });

  useEffect(() => {
    void outbox.restore();
    const flush = () => void outbox.flush();
    const timer = setInterval(flush, FLUSH_EVERY_MS);
    window.addEventListener("focus", flush);
    window.addEventListener("online", flush);
    return () => {
      clearInterval(timer);
      window.removeEventListener("focus", flush);
      window.removeEventListener("online", flush);
      outbox.stop();
    };
  }, [outbox]);

  useEffect(() => {
    if (status !== "offline") void outbox.flush();
  }, [outbox, status]);

  return { outbox, rows: useSyncExternalStore(outbox.subscribe, outbox.rows) };
}
