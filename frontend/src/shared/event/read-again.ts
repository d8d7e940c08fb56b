import { type QueryKey, type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";

/** A moment's patience lets fast typing share one reading. */
const PATIENCE_MS = 150;
/** For what no version tells of, as the second clerk's entries. */
export const HEAL_EVERY_MS = 10_000;

type Held = {
  queryKey: QueryKey;
  query: Pick<UseQueryResult, "data" | "dataUpdatedAt" | "isFetching" | "isError">;
  /** What is held is older than what the room shows. What is newer is right: packets are slower than an answer. */
  isOld: boolean;
  /** Changes with each answer to this device's own writes, which may say what no version tells. */
  answered: string;
};

/** Reads what only staff may see until it is not older than the room, and after each own answer. */
export function useReadAgain({ queryKey, query, isOld, answered }: Held): void {
  const client = useQueryClient();
  const { dataUpdatedAt, isFetching, isError } = query;
  const hasData = query.data !== undefined;
  const oldReads = useRef(0);
  const covered = useRef(answered);
  const read = useEffectEvent(() => {
    covered.current = answered;
    void client.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false });
  });

  useEffect(() => {
    if (!isOld) oldReads.current = 0;
    // A reading that fails is tried again with the next healing, not ten times a second.
    if (!isOld || isFetching || isError) return undefined;
    // A server that lags behind its own packets is asked less and less often.
    const timer = setTimeout(() => {
      oldReads.current += 1;
      read();
    }, Math.min(PATIENCE_MS * 2 ** oldReads.current, HEAL_EVERY_MS));
    return () => clearTimeout(timer);
  }, [isOld, isFetching, isError, dataUpdatedAt]);

  useEffect(() => {
    // A reading that is on its way was asked for before this answer.
    if (!hasData || isFetching || covered.current === answered) return undefined;
    const timer = setTimeout(read, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [hasData, isFetching, answered]);
}
