import { type BidIntent, intend } from "#features/bids/bid-flight.ts";
import type { SheetProps } from "#features/bids/bid-sheet.tsx";
import { Actions } from "#features/bids/sheet-parts.tsx";
import { sheetTexts } from "#features/bids/sheet-texts.ts";
import { itemWord } from "#shared/event/item-words.ts";
import { leastFor, nearestSteps, stepAt } from "#shared/event/standing.ts";
import { amountInWords } from "#shared/money/amount-in-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type QuestionProps = SheetProps & { intent: BidIntent };

/** The button that sends a bid of this kind and amount. */
function bidLabel(intent: BidIntent, isLeader: boolean, currency: string): string {
  const amount = formatMoney(intent.cents, currency);
  if (intent.kind === "sealed") return sheetTexts.sealedButton(amount);
  if (intent.kind === "max") return isLeader ? sheetTexts.raiseButton(amount) : sheetTexts.upToButton(amount);
  return sheetTexts.bidButton(amount);
}

/** Five times the least acceptable bid or more: figures and words, and the least amount beside it. */
export function BigJump({ input, intent, onBid, onAsk, onClose }: QuestionProps) {
  const { event, item, standing, myBid } = input;
  const least = leastFor(item, standing, myBid);
  const amount = formatMoney(intent.cents, event.currency);
  const isLeader = standing.place === "top" && item.kind === "single";
  // A leader's raise and a sealed bid have no "least instead": nothing need be bid at all.
  const hasInstead = !isLeader && intent.kind !== "sealed";
  const instead = hasInstead
    ? { label: sheetTexts.jumpInstead(formatMoney(least, event.currency)), onChoose: () => onBid(intend(item.id, "exact", least)) }
    : { label: sheetTexts.jumpChange, onChoose: () => onAsk({ mode: "amount" }) };
  return (
    <>
      <p>
        {hasInstead ? sheetTexts.jumpMore(formatMoney(intent.cents - least, event.currency), amount) : sheetTexts.jumpFar(amount)}{" "}
        {sheetTexts.jumpWords(amountInWords(intent.cents, event.currency))}
      </p>
      <Actions
        choices={[instead, { label: bidLabel(intent, isLeader, event.currency), onChoose: () => onBid({ ...intent, isConfirmed: true }) }]}
        onClose={onClose}
      />
    </>
  );
}

export function Household({ input, intent, onBid, onClose }: QuestionProps) {
  const { event, item } = input;
  const amount = formatMoney(intent.cents, event.currency);
  return (
    <>
      <p>{sheetTexts.household(item.leader_paddle ?? item.standing_paddles?.at(-1) ?? null)}</p>
      <Actions choices={[{ label: sheetTexts.anyway(amount), onChoose: () => onBid({ ...intent, isHouseholdOk: true }) }]} onClose={onClose} />
    </>
  );
}

/** An amount between two steps: both neighbours are offered. */
export function Steps({ input, intent, onBid, onClose }: QuestionProps) {
  const { event, item, standing, myBid } = input;
  const least = leastFor(item, standing, myBid);
  const valid = nearestSteps(item, standing, least, intent.cents) ?? [least, least + stepAt(item, least)];
  return (
    <>
      <p>{sheetTexts.stepsLine(itemWord(event), formatMoney(stepAt(item, item.price_cents ?? item.starting_cents), event.currency))}</p>
      <Actions
        choices={valid.map((cents) => ({
          label: bidLabel({ ...intent, cents }, standing.place === "top", event.currency),
          onChoose: () => onBid({ ...intent, cents, isConfirmed: false }),
        }))}
        onClose={onClose}
      />
    </>
  );
}
