import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { StageSale } from "#shared/api/types.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";

/** Whoever looks after a sale must know whom it is; the stage is told only names that may be said aloud, so the name is looked up. */
export function useBuyerName(eventId: string): (sale: Pick<StageSale, "paddle" | "name">) => string | null {
  const { data: list } = useQuery(paddlesOptions(eventId));
  return useCallback(({ paddle, name }) => list?.paddles.find(({ number }) => number === paddle)?.name ?? name, [list]);
}
