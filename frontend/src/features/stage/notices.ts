import type { Act, ActAnswer } from "#features/stage/acts.ts";
import { texts } from "#features/stage/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { formatMoney } from "#shared/money/format-money.ts";

/** One line under the top bar; it stays until the next act. */
export type Notice = { tone: "done" | "warn"; text: string };

/** What the auctioneer has to hear of an answer; most of them are seen on the lot itself. */
export function noticeOf(act: Act, answer: ActAnswer, event: GalaEvent): Notice | null {
  switch (act.name) {
    case "sell":
      return saleNotice(answer);
    case "undo_sale": {
      const refund = answer.refund_due_cents ?? 0;
      const paddle = act.paddle === null ? "" : digits(act.paddle);
      return refund > 0 ? { tone: "warn", text: texts.refundDue(formatMoney(refund, event.currency), paddle) } : { tone: "done", text: texts.reopened(paddle, formatMoney(act.cents, event.currency)) };
    }
    case "correct_sale":
      return { tone: "done", text: texts.corrected(digits(act.body.paddle_number)) };
    case "resolve_sale":
      return { tone: "done", text: texts.resolved };
    case "add_lot":
      return { tone: "done", text: texts.added(answer.lot ?? "", act.body.title) };
    case "pledge":
      return answer.outcome === "recorded" || act.body.paddle_number === 0 ? null : { tone: "warn", text: texts.pledgeLook };
    case "enter":
      return act.body.kind === "undo" ? { tone: "done", text: texts.undone } : null;
    case "confirm_sale":
    case "call_level":
    case "undo_pledge":
    case "call_lead":
      return null;
  }
}

function saleNotice({ outcome }: ActAnswer): Notice | null {
  if (outcome === "agreed") return { tone: "done", text: texts.agreed };
  if (outcome === "needs_look") return { tone: "warn", text: texts.needsLook };
  return null;
}
