import type { ClerkEntry, ClerkRow } from "#features/clerk/entries.ts";
import type { LiveQuestion } from "#features/clerk/live-question.ts";
import type { PaddleBook } from "#features/clerk/paddle-book.ts";
import type { Stage } from "#shared/api/types.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";

export type LiveDeskInput = {
  outbox: Outbox<ClerkEntry>;
  rows: readonly ClerkRow[];
  lots: readonly LiveLot[];
  lot: LiveLot | null;
  stage: Stage | undefined;
  book: PaddleBook;
  /** What the server asks, already in words. */
  asked: LiveQuestion | null;
  hasLooks: boolean;
  money: (cents: number) => string;
  lotName: (lot: string) => string;
  say: (text: string) => void;
  sound: (sound: "tick" | "low") => void;
  onLook: () => void;
  onHelp: () => void;
};
