import type { Paddle } from "#shared/api/types.ts";

export const ADMISSIONS: Readonly<Record<Paddle["admission"], string>> = { registered: "Registered", ticketed: "Has a ticket", checked_in: "Checked in" };

export const REASONS = ["Asked by the guest", "A payment must be settled", "Paddle lost or mixed up", "Conduct in the room"] as const;
export const UNLOCK_REASONS = ["Settled at the desk", "Locked by mistake", "Paddle found"] as const;

const items = (count: number) => (count === 1 ? "1 item" : `${count} items`);

export const words = {
  heading: "Paddles",
  title: "All paddles",
  search: "Number, name or table",
  hint: "Press / to search here, Ctrl+K for a paddle from any page.",
  none: "No paddle matches.",
  empty: "No paddles yet. Guests get one when they register or check in.",
  columns: { number: "Paddle", name: "Name", table: "Table", admission: "Admission", card: "Card", status: "State", acts: "Acts" },
  card: "On file",
  noCard: "No card",
  active: "Active",
  locked: "Locked",
  count: (shown: number, all: number) => `${shown} of ${all}`,
  lock: "Lock",
  unlock: "Unlock",
  lockOf: (number: number) => `Lock ${number}`,
  unlockOf: (number: number) => `Unlock ${number}`,
  confirmLock: (number: number) => `Lock paddle ${number}`,
  confirmUnlock: (number: number) => `Unlock paddle ${number}`,
  what: (number: number, who: string) => (who === "" ? `Paddle ${number}` : `Paddle ${number}: ${who}`),
  lockExplain: (number: number, leads: number) =>
    `They see: “Bidding is paused for paddle ${number}. Please see our team at the welcome desk, we'll sort it out.” ${leads === 0 ? "It leads on nothing." : `It leads on ${items(leads)}; its leads stay.`}`,
  leads: "Leads that stay",
  toVoid: "To take a bid away as well, void it under Auction.",
  unlockExplain: (number: number) => `They see: “Paddle ${number} can bid again.”`,
  reason: "Why (for the record)",
  lockDone: (number: number, leads: number) => `Paddle ${number} is locked. ${leads === 0 ? "It led on nothing." : `It keeps its lead on ${items(leads)}.`}`,
  unlockDone: (number: number) => `Paddle ${number} can bid again. The guest is told.`,
  palette: {
    title: "Find a paddle",
    label: "Paddle number",
    help: "Type a number, then Enter.",
    more: "Keep typing.",
  },
} as const;
