import { Button, TextInput } from "@mantine/core";
import { type SyntheticEvent, useEffect, useState } from "react";
import { slotOf } from "#features/live-auction/live-act.ts";
import { useLiveDesk, useLiveFlight } from "#features/live-auction/live-desk-provider.tsx";
import classes from "#features/live-auction/live-auction.module.css";
import { liveRefusal } from "#features/live-auction/refusals.ts";
import { texts } from "#features/live-auction/texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent } from "#shared/api/types.ts";
import { inSentence, itemName, itemWord } from "#shared/event/item-words.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { isInFlight } from "#shared/money-act/act-flight.ts";
import { amountInWords } from "#shared/money/amount-in-words.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Sheet, SheetActions } from "#shared/ui/sheet.tsx";

type LimitSheetProps = { event: GalaEvent; lot: LiveLot; limitCents: number | null; onClose: () => void };

/** A secret limit, left before the lot opens. It only rises. */
export function LimitSheet({ event, lot, limitCents, onClose }: LimitSheetProps) {
  const desk = useLiveDesk();
  const announce = useAnnounce();
  const paddleNumber = usePaddleNumber();
  const flight = useLiveFlight("limit", lot.id);
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const slot = slotOf("limit", lot.id);
  const money = (cents: number) => formatMoney(cents, event.currency);
  const cents = parseMoney(text);
  const name = inSentence(itemName(event, lot));
  const saved = flight?.phase.name === "accepted" && flight.phase.answer.kind === "limit" ? flight.phase.answer.maxCents : null;

  useEffect(() => {
    if (saved === null) return;
    announce.polite(texts.limitSaved(name, formatMoney(saved, event.currency)));
    desk.dismiss(slot);
    onClose();
  }, [saved, announce, name, event.currency, desk, slot, onClose]);

  const send = (amount: number, isConfirmed: boolean) => {
    desk.dismiss(slot);
    void desk.start(slot, { kind: "limit", itemId: lot.id, cents: amount, isConfirmed });
  };
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    if (cents === null) setError(text.trim() === "" ? texts.limitWhole(money(lot.starting_cents)) : texts.unreadable);
    else if (limitCents !== null && cents <= limitCents) setError(liveRefusal("max_not_raised", { cents, nextCents: null, limitCents, currency: event.currency, paddleNumber }));
    else if (cents < lot.starting_cents) setError(texts.limitWhole(money(lot.starting_cents)));
    else send(cents, false);
  };

  const close = () => {
    desk.dismiss(slot);
    onClose();
  };
  const isSending = isInFlight(flight);
  const toConfirm = flight?.phase.name === "rejected" && flight.phase.code === "confirm_required" ? flight.intent.cents : null;
  const failure = flight === undefined || toConfirm !== null ? null : failureOf(flight.phase, flight.intent.cents, limitCents, event.currency, paddleNumber);
  return (
    <Sheet title={texts.limitWhat(itemWord(event).toLowerCase())} what={`${itemName(event, lot)}, ${lot.title}`} onClose={close}>
      {toConfirm === null ? (
        <form onSubmit={submit} className={classes.form} noValidate>
          <p>{texts.limitExplain}</p>
          {limitCents !== null && <p>{texts.limitRises(money(limitCents))}</p>}
          <TextInput
            label={texts.limitLabel(event.currency)}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            error={error ?? failure}
            onChange={(changed) => {
              setText(changed.currentTarget.value);
              setError(null);
              desk.dismiss(slot);
            }}
            classNames={{ input: classes.amount ?? "" }}
            data-autofocus
          />
          <div className={classes.actions}>
            <Button type="submit" size="xl" aria-disabled={isSending} onClick={(clicked) => isSending && clicked.preventDefault()}>
              {isSending ? texts.limitSending : texts.limitButton(cents === null ? "…" : money(cents))}
            </Button>
            <Button variant="default" onClick={close}>
              {texts.notNow}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <p>{texts.limitWords(money(toConfirm), amountInWords(toConfirm, event.currency))}</p>
          <SheetActions
            choices={[
              { label: texts.limitChange, onChoose: () => desk.dismiss(slot) },
              { label: texts.limitButton(money(toConfirm)), onChoose: () => send(toConfirm, true) },
            ]}
            decline={texts.notNow}
            onClose={close}
          />
        </>
      )}
    </Sheet>
  );
}

type Phase = NonNullable<ReturnType<typeof useLiveFlight>>["phase"];

function failureOf(phase: Phase, cents: number, limitCents: number | null, currency: string, paddleNumber: number): string | null {
  switch (phase.name) {
    case "rejected":
      return liveRefusal(phase.code, { cents, nextCents: null, limitCents, currency, paddleNumber });
    case "not_sent":
      return texts.limitNotSent;
    case "not_arrived":
      return texts.limitNotArrived;
    case "checking":
    case "no_answer":
      return texts.limitChecking;
    case "sending":
    case "still_sending":
    case "busy":
    case "accepted":
      return null;
  }
}
