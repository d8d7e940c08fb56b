import { Button, Drawer } from "@mantine/core";
import { AmountForm } from "#features/bids/amount-form.tsx";
import { amountInWords } from "#features/bids/amount-in-words.ts";
import type { BidIntent } from "#features/bids/bid-flight.ts";
import classes from "#features/bids/bid-sheet.module.css";
import { texts } from "#features/bids/texts.ts";
import type { GalaEvent, ItemDocument, MyBid } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useSession } from "#shared/session/session-context.tsx";

export type SheetRequest = { mode: "first"; isStale: boolean } | { mode: "max" } | { mode: "jump"; intent: BidIntent };

type BidSheetProps = {
  event: GalaEvent;
  item: ItemDocument;
  myBid: MyBid | undefined;
  request: SheetRequest;
  onBid: (intent: BidIntent) => void;
  onClose: () => void;
};

/** First bids, secret limits and large jumps are confirmed here, with amount, item and paddle in one place. */
export function BidSheet({ event, item, myBid, request, onBid, onClose }: BidSheetProps) {
  const session = useSession();
  const isLeader = item.leader_paddle === session.paddle_number;
  const least = item.least_cents ?? item.starting_cents;
  const title =
    request.mode === "first"
      ? texts.confirmTitle(formatMoney(least, event.currency))
      : request.mode === "jump"
        ? texts.jumpTitle(formatMoney(request.intent.cents, event.currency))
        : isLeader
          ? texts.raiseTitle
          : texts.maxTitle;

  return (
    <Drawer opened onClose={onClose} title={title} classNames={{ title: classes.title ?? "", content: classes.content ?? "" }}>
      <div className={classes.sheet}>
        <p className={classes.what}>
          {itemName(event, item)}, {item.title}
          <br />
          {texts.confirmWho(session.paddle_number ?? 0, session.guest_name ?? null)}
        </p>
        {request.mode === "first" && <FirstBid event={event} item={item} least={least} isStale={request.isStale} onBid={onBid} onClose={onClose} />}
        {request.mode === "jump" && <BigJump event={event} least={least} intent={request.intent} onBid={onBid} onClose={onClose} />}
        {request.mode === "max" && <AmountForm event={event} item={item} myBid={myBid} isLeader={isLeader} least={least} onBid={onBid} onClose={onClose} />}
      </div>
    </Drawer>
  );
}

type FirstBidProps = { event: GalaEvent; item: ItemDocument; least: number; isStale: boolean; onBid: (intent: BidIntent) => void; onClose: () => void };

function FirstBid({ event, item, least, isStale, onBid, onClose }: FirstBidProps) {
  const amount = formatMoney(least, event.currency);
  const notes = [
    item.restrictions,
    item.age_min === null ? null : texts.age(item.age_min),
    item.expires_on === null ? null : texts.expires(item.expires_on),
  ].filter((note) => note !== null && note !== "");
  return (
    <>
      {isStale && <p className={classes.stale}>{texts.stale}</p>}
      <p>
        {texts.confirmOwe(amount)} {texts.promise}
      </p>
      {notes.length > 0 && (
        <div className={classes.notes}>
          <h3>{texts.restrictions}</h3>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
      <div className={classes.actions}>
        <Button size="xl" onClick={() => onBid({ itemId: item.id, kind: "exact", cents: least, isConfirmed: false })}>
          {texts.bid(amount)}
        </Button>
        <Button variant="default" onClick={onClose}>
          {texts.notNow}
        </Button>
      </div>
    </>
  );
}

type BigJumpProps = { event: GalaEvent; least: number; intent: BidIntent; onBid: (intent: BidIntent) => void; onClose: () => void };

function BigJump({ event, least, intent, onBid, onClose }: BigJumpProps) {
  const amount = formatMoney(intent.cents, event.currency);
  return (
    <>
      <p>
        {texts.jumpMore(formatMoney(intent.cents - least, event.currency))} {texts.jumpWords(amountInWords(intent.cents))}
      </p>
      <div className={classes.actions}>
        <Button size="xl" onClick={() => onBid({ itemId: intent.itemId, kind: "exact", cents: least, isConfirmed: false })}>
          {texts.jumpInstead(formatMoney(least, event.currency))}
        </Button>
        <Button size="lg" variant="default" onClick={() => onBid({ ...intent, isConfirmed: true })}>
          {intent.kind === "max" ? texts.upToButton(amount) : texts.bid(amount)}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {texts.notNow}
        </Button>
      </div>
    </>
  );
}
