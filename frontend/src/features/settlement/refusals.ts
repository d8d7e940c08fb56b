import { isProblem } from "#shared/api/problem.ts";

/** What the server may answer to paying, disputing or opening checkout, in words. */
const REFUSALS: Readonly<Record<string, string>> = {
  no_card: "There is no card to pay with. You can pay at the desk.",
  invoice_is_paid: "This bill is already paid.",
  payment_running: "A payment is already on its way. One moment.",
  no_invoice: "There is no bill for you yet.",
  sections_still_open: "Some silent items are still open. Checkout can open when they are closed.",
  checkout_already_open: "Checkout is already open.",
  paddle_without_guest: "A paddle won something, but has no guest who can pay. Please fix that paddle first.",
  forbidden: "Only a coordinator, the owner or finance can do this.",
  idempotency_key_reused: "Something changed since you opened this page. Reload it and look at the total again.",
};

const UNKNOWN = "We have no answer yet. Nothing is charged twice.";

/** A lost connection is not a no: the same key is used for the next try, so nothing is paid twice. */
export function settlementRefusal(error: Error): string {
  if (!isProblem(error)) return UNKNOWN;
  return REFUSALS[error.code] ?? `That didn't work. Nothing was charged. Show this to a volunteer: ${error.code}`;
}
