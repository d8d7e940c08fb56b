import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { bookOf, type PaddleBook } from "#features/clerk/paddle-book.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";

const READ_AGAIN_MS = 60_000;

/** Every paddle of the event from this device's own copy, so that a look-up never waits. Empty: not known yet, warn of nothing. */
export function usePaddleBook(eventId: string): PaddleBook {
  const { data } = useQuery({ ...paddlesOptions(eventId), refetchInterval: READ_AGAIN_MS });
  return useMemo(() => bookOf(data?.paddles ?? []), [data]);
}
