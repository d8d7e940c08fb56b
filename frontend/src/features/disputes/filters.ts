import type { RecordEntry } from "#shared/api/types.ts";

export type Filter = "bids" | "refusals" | "staff" | "texts";

/** What each filter shows. What decides the result, the close and the awards, always stays in view. */
const SOURCES: Readonly<Record<RecordEntry["source"], Filter | "always">> = {
  bid: "bids",
  live_sale: "bids",
  refusal: "refusals",
  change: "staff",
  approval: "staff",
  offer: "staff",
  terms: "staff",
  message: "texts",
  award: "always",
  close: "always",
};

export const FILTERS: readonly Filter[] = ["bids", "refusals", "staff", "texts"];

export function shownEntries(entries: readonly RecordEntry[], shown: ReadonlySet<Filter>, paddle: number | null): RecordEntry[] {
  return entries.filter((entry) => {
    const filter = SOURCES[entry.source];
    const isOfPaddle = paddle === null || entry.paddle_number === null || entry.paddle_number === paddle;
    return isOfPaddle && (filter === "always" || shown.has(filter));
  });
}
