import type { LiveState } from "#shared/api/types.ts";

export const STAGES: Readonly<Record<LiveState["stage"], string>> = { waiting: "Waits", running: "Running", sold: "Sold", passed: "Passed" };

export const words = {
  title: "Running order",
  none: "No live lots. Add one here, or run the silent items only.",
  done: (sold: number, all: number) => `${sold} of ${all} sold`,
  columns: { lot: "Lot", state: "State", price: "Price", paddle: "Paddle", phones: "Phones" },
  start: (amount: string) => `starts at ${amount}`,
  ask: (amount: string) => `ask ${amount}`,
  open: "Open",
  shut: "Closed",
  offers: (count: number) => (count === 1 ? "1 offer waits" : `${count} offers wait`),
  copies: (count: number) => (count === 1 ? "1 more copy" : `${count} more copies`),
  toStage: "Lots are called, sold and passed on the stage.",
  openStage: "Open the stage",
  add: {
    open: "Add a lot",
    what: "A lot that nobody planned",
    explain: "It comes last in the running order, on every screen at once.",
    name: "Title",
    nameMissing: "Give it a title.",
    start: (currency: string) => `Starts at, in ${currency}`,
    step: (currency: string) => `Step in ${currency} (optional)`,
    value: (currency: string) => `Value in ${currency} (optional)`,
    badAmount: "That is no amount.",
    now: "Run it at once; the lot that runs is passed",
    confirm: (title: string) => (title === "" ? "Add the lot" : `Add “${title}”`),
    added: (lot: string, title: string) => `${lot}, ${title}, is in the running order.`,
  },
} as const;
