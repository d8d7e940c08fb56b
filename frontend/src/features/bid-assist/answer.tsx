import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import classes from "#features/bid-assist/assist.module.css";
import { leastCents } from "#features/bid-assist/amounts.ts";
import type { EntryRow } from "#features/bid-assist/entry.ts";
import { entryRefusal } from "#features/bid-assist/refusals.ts";
import { texts } from "#features/bid-assist/texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { Icon, type IconName } from "#shared/ui/icon.tsx";

export type Saying = { tone: "winning" | "outbid" | "pending"; icon: IconName; title: string; line: string };

/** The one big answer, and the sentence under it that staff read to the guest. */
export function sayingOf(row: EntryRow, item: ItemDocument | undefined, event: GalaEvent): Saying {
  const { phase, entry } = row;
  const pending = (title: string, line = ""): Saying => ({ tone: "pending", icon: "clock", title, line });
  switch (phase.name) {
    case "sending":
      return pending(texts.sending);
    case "still_sending":
      return pending(texts.stillSending);
    case "checking":
      return pending(texts.states.checking, texts.checking);
    case "no_answer":
      return pending(texts.states.no_answer, texts.noAnswer);
    case "not_arrived":
      return { tone: "outbid", icon: "warning", title: texts.states.not_arrived, line: texts.notArrived };
    case "not_sent":
      return { tone: "outbid", icon: "cloudOff", title: texts.states.not_sent, line: texts.notSent };
    case "rejected":
      return { tone: "outbid", icon: "warning", title: texts.refused, line: entryRefusal(phase.code, { entry, members: phase.members, item, event }) };
    case "accepted":
      return acceptedSaying(phase, entry.kind, event);
  }
}

function acceptedSaying({ outcome, priceCents }: Extract<EntryRow["phase"], { name: "accepted" }>, kind: EntryRow["entry"]["kind"], event: GalaEvent): Saying {
  const price = priceCents === null ? "" : formatMoney(priceCents, event.currency);
  const good = (title: string, line: string): Saying => ({ tone: "winning", icon: "check", title, line });
  switch (outcome) {
    case "leading":
      return good(texts.answers.leading(price), kind === "max" ? `${texts.priceNow(price)} ${texts.secretHint}` : texts.priceNow(price));
    case "outbid":
      return { tone: "outbid", icon: "up", title: texts.answers.outbid, line: texts.outbidWhy(price) };
    case "tied_earlier":
      return { tone: "outbid", icon: "up", title: texts.answers.tied, line: texts.tiedWhy(price) };
    case "standing":
      return good(texts.answers.standing, price === "" ? "" : texts.standingWhy(price));
    case "sealed":
      return good(texts.answers.sealed, texts.sealedWhy);
    case "bought":
      return good(texts.answers.bought, "");
    case "given":
      return good(texts.answers.given, "");
  }
}

type AnswerProps = {
  event: GalaEvent;
  row: EntryRow;
  item: ItemDocument | undefined;
  onSendAgain: () => void;
  onCheckAgain: () => void;
  /** The guest reads it once more: the next amount, or what they must agree to. */
  onAsk: (change: { cents?: number; isConfirmed?: boolean; isHouseholdOk?: boolean }) => void;
  onOtherAmount: () => void;
  onSameGuest: () => void;
  onNextGuest: () => void;
};

export function Answer({ event, row, item, ...on }: AnswerProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const announce = useAnnounce();
  const { tone, icon, title, line } = sayingOf(row, item, event);
  const isBusy = row.phase.name === "sending" || row.phase.name === "still_sending";

  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    if (tone === "outbid") announce.assertive(`${title}. ${line}`);
    else announce.polite(`${title}. ${line}`);
  }, [announce, title, line, tone]);

  return (
    <section className={classes.answer} data-tone={tone} aria-busy={isBusy}>
      <h2 ref={heading} tabIndex={-1}>
        <Icon name={icon} size={36} /> {title}
      </h2>
      <p>
        {texts.paddleIs(row.entry.paddle)} · {row.entry.itemName}
      </p>
      {line !== "" && <p>{line}</p>}
      <div className={classes.actions}>
        <Ways event={event} row={row} item={item} {...on} />
        {!isBusy && (
          <>
            <Button size="xl" variant={isGood(row) ? "filled" : "default"} onClick={on.onNextGuest}>
              {texts.nextGuest}
            </Button>
            <Button size="xl" variant="default" onClick={on.onSameGuest}>
              {texts.sameGuest}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function isGood({ phase }: EntryRow): boolean {
  return phase.name === "accepted" && phase.outcome !== "outbid" && phase.outcome !== "tied_earlier";
}

/** What can be done about this answer, if anything. */
function Ways({ event, row, item, onSendAgain, onCheckAgain, onAsk, onOtherAmount }: AnswerProps) {
  const { phase, entry } = row;
  const ways: [string, () => void][] = [];
  const isOpen = item?.status === "open";
  const next = item === undefined ? null : leastCents(item, "exact");
  const bidNext: [string, () => void] | null =
    isOpen && next !== null && item.leader_paddle !== entry.paddle && (item.kind === "single" || item.kind === "multi")
      ? [texts.bidNext(formatMoney(next, event.currency), entry.paddle), () => onAsk({ cents: next })]
      : null;
  if (phase.name === "not_arrived") ways.push([texts.sendAgain, onSendAgain], [texts.checkAgain, onCheckAgain]);
  if (phase.name === "no_answer") ways.push([texts.checkAgain, onCheckAgain]);
  if (phase.name === "not_sent") ways.push([texts.askAgain, () => onAsk({})]);
  if (phase.name === "accepted" && !isGood(row) && bidNext !== null) ways.push(bidNext);
  if (phase.name === "rejected") {
    if (phase.code === "confirm_required") ways.push([texts.askAgain, () => onAsk({ isConfirmed: true })]);
    else if (phase.code === "household_leads") ways.push([texts.askAgain, () => onAsk({ isHouseholdOk: true })]);
    else if (phase.code === "bid_too_low" && bidNext !== null) ways.push(bidNext);
    if (isOpen) ways.push([texts.otherAmount, onOtherAmount]);
  }
  return (
    <>
      {ways.map(([label, act], index) => (
        <Button key={label} size="xl" variant={index === 0 ? "filled" : "default"} onClick={act}>
          {label}
        </Button>
      ))}
    </>
  );
}
