import { Button, Drawer } from "@mantine/core";
import { useEffect, useRef } from "react";
import { leastCents } from "#features/bid-assist/amounts.ts";
import classes from "#features/bid-assist/assist.module.css";
import { type Entry, totalOf } from "#features/bid-assist/entry.ts";
import { deed, texts } from "#features/bid-assist/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { amountInWords } from "#shared/money/amount-in-words.ts";
import { inSentence } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { calendarDate } from "#shared/time/format-time.ts";
import { useReturnFocus } from "#shared/ui/use-return-focus.ts";

/** A tap that was still meant for the button below must not agree for the guest. */
const IGNORE_TAPS_MS = 700;

type GuestSheetProps = { event: GalaEvent; item: ItemDocument; entry: Entry; onAgree: () => void; onClose: () => void };

/** The device is turned round: one sentence that fills the screen, what it binds to, and the answer. */
export function GuestSheet({ event, item, entry, onAgree, onClose }: GuestSheetProps) {
  useReturnFocus();
  const openedAt = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    openedAt.current = performance.now();
  }, []);
  const amount = formatMoney(totalOf(entry), event.currency);
  const more = totalOf(entry) - leastCents(item, entry.kind);
  const notes = [
    item.restrictions,
    item.age_min === null ? "" : texts.age(item.age_min),
    item.expires_on === null ? "" : texts.expires(calendarDate(item.expires_on)),
  ].filter((note) => note !== "");
  const [verb, figure] = splitDeed(deed(entry.kind, amount, entry.units), amount);
  return (
    <Drawer opened onClose={onClose} size="100%" radius={0} title={texts.please}>
      <div className={classes.ask}>
        <div className={classes.read}>
          <h2>
            <span>{texts.paddleIs(entry.paddle)} {verb}</span> <b>{figure}</b> <span>{texts.on(inSentence(entry.itemName))}</span>
          </h2>
          <p className={classes.title}>{item.title}</p>
          {entry.isConfirmed && <p className={classes.notice}>{texts.jump(formatMoney(more, event.currency))} {texts.words(amountInWords(totalOf(entry), event.currency))}</p>}
          {entry.isHouseholdOk && <p className={classes.notice}>{texts.household}</p>}
          <p>{owes(entry, amount)} {entry.kind !== "donation" && texts.promise}</p>
          {notes.length > 0 && (
            <ul className={classes.terms}>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </div>
        <div className={classes.actions}>
          <Button size="xl" data-autofocus onClick={() => { if (performance.now() - openedAt.current >= IGNORE_TAPS_MS) onAgree(); }}>
            {texts.agrees}
          </Button>
          <Button size="xl" variant="default" onClick={onClose}>
            {texts.notNow}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}

/** The words before the amount, and the amount, which is set large. */
function splitDeed(words: string, amount: string): [string, string] {
  return [words.slice(0, words.length - amount.length).trim(), amount];
}

function owes({ kind }: Entry, amount: string): string {
  switch (kind) {
    case "max":
      return texts.owe.max;
    case "exact":
    case "sealed":
      return texts.owe.bid(amount);
    case "buy_now":
    case "purchase":
      return texts.owe.buy(amount);
    case "donation":
      return texts.owe.give(amount);
  }
}
