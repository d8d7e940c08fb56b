import { Drawer } from "@mantine/core";
import { AmountForm } from "#features/bids/amount-form.tsx";
import { bidBarState } from "#features/bids/bid-bar-state.ts";
import type { BarInput } from "#features/bids/bar-types.ts";
import { type BidIntent, intend, totalCents } from "#features/bids/bid-flight.ts";
import classes from "#features/bids/bid-sheet.module.css";
import { BigJump, Household, Steps } from "#features/bids/sheet-questions.tsx";
import { Actions, Notes } from "#features/bids/sheet-parts.tsx";
import type { SheetRequest } from "#features/bids/sheet-request.ts";
import { sheetTexts } from "#features/bids/sheet-texts.ts";
import { StepBack } from "#features/bids/step-back.tsx";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useSession } from "#shared/session/session-context.tsx";

export type SheetProps = {
  input: BarInput;
  onBid: (intent: BidIntent) => void;
  /** Opens another sheet in place of this one. */
  onAsk: (request: SheetRequest) => void;
  onClose: () => void;
};

/** First bids, amounts and questions are confirmed here, with amount, item and paddle in one place. */
export function BidSheet({ request, ...props }: SheetProps & { request: SheetRequest }) {
  const session = useSession();
  const { event, item } = props.input;
  return (
    <Drawer opened onClose={props.onClose} title={titleOf(request, props.input)} classNames={{ title: classes.title ?? "", content: classes.content ?? "" }}>
      <div className={classes.sheet}>
        <p className={classes.what}>
          {itemName(event, item)}, {item.title}
          <br />
          {sheetTexts.who(session.paddle_number ?? 0, session.guest_name ?? null)}
        </p>
        <SheetBody request={request} {...props} />
      </div>
    </Drawer>
  );
}

function SheetBody({ request, ...props }: SheetProps & { request: SheetRequest }) {
  switch (request.mode) {
    case "first":
      return <FirstBid intent={request.intent ?? offered(props.input)} isStale={request.isStale} {...props} />;
    case "amount":
      return <AmountForm {...props} />;
    case "buy_now":
      return <BuyNow {...props} />;
    case "step_back":
      return <StepBack {...props} />;
    case "jump":
      return <BigJump intent={request.intent} {...props} />;
    case "household":
      return <Household intent={request.intent} {...props} />;
    case "steps":
      return <Steps intent={request.intent} {...props} />;
  }
}

/** What the bar's button offers at this moment. */
function offered(input: BarInput): BidIntent {
  const { button } = bidBarState({ ...input, flight: undefined });
  return button.kind === "bid" ? button.intent : intend(input.item.id, "exact", input.item.least_cents ?? input.item.starting_cents);
}

function titleOf(request: SheetRequest, input: BarInput): string {
  const { event, item, standing } = input;
  const money = (cents: number) => formatMoney(cents, event.currency);
  switch (request.mode) {
    case "first":
      return firstTitle(request.intent ?? offered(input), event);
    case "amount":
      switch (item.kind) {
        case "single":
        case "live":
          return standing.place === "top" ? sheetTexts.raiseTitle : sheetTexts.maxTitle;
        case "sealed":
          return sheetTexts.sealedTitle;
        case "multi":
        case "fixed":
          return sheetTexts.exactTitle;
        case "donation":
          return sheetTexts.giveOtherTitle;
      }
      break;
    case "buy_now":
      return sheetTexts.buyNowTitle(money(item.buy_now_cents ?? 0));
    case "step_back":
      return sheetTexts.stepBackTitle;
    case "jump":
      return sheetTexts.jumpTitle(money(request.intent.cents));
    case "household":
      return sheetTexts.householdTitle;
    case "steps":
      return sheetTexts.stepsTitle;
  }
}

function firstTitle(intent: BidIntent, event: GalaEvent): string {
  const total = formatMoney(totalCents(intent), event.currency);
  switch (intent.kind) {
    case "purchase":
    case "buy_now":
      return sheetTexts.buyTitle(intent.units, total);
    case "donation":
      return sheetTexts.giveTitle(total);
    case "exact":
    case "max":
    case "sealed":
      return sheetTexts.bidTitle(total);
  }
}

function FirstBid({ input: { event, item }, intent, isStale, onBid, onClose }: SheetProps & { intent: BidIntent; isStale: boolean }) {
  const total = formatMoney(totalCents(intent), event.currency);
  const isPurchase = intent.kind === "purchase";
  const isGift = intent.kind === "donation";
  const owe = isPurchase
    ? sheetTexts.buyOwe(total)
    : isGift
      ? sheetTexts.giveOwe(total)
      : item.kind === "multi"
        ? sheetTexts.severalOwe(total, item.quantity, item.is_uniform_price)
        : sheetTexts.bidOwe(total);
  const label = isPurchase ? sheetTexts.buyButton(intent.units, total) : isGift ? sheetTexts.giveButton(total) : sheetTexts.bidButton(total);
  return (
    <>
      {isStale && <p className={classes.stale}>{sheetTexts.stale}</p>}
      <p>{owe}</p>
      <Notes event={event} item={item} />
      <Actions choices={[{ label, onChoose: () => onBid(intent) }]} onClose={onClose} />
    </>
  );
}

function BuyNow({ input: { event, item }, onBid, onClose }: SheetProps) {
  const cents = item.buy_now_cents;
  if (cents === null || cents === undefined) return null;
  const amount = formatMoney(cents, event.currency);
  return (
    <>
      <p>
        {sheetTexts.buyNow(amount)} {sheetTexts.buyOwe(amount)}
      </p>
      <Notes event={event} item={item} />
      <Actions choices={[{ label: sheetTexts.buyNowButton(amount), onChoose: () => onBid(intend(item.id, "buy_now", cents)) }]} onClose={onClose} />
    </>
  );
}
