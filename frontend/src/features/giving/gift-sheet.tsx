import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { OtherAmount } from "#features/giving/other-amount.tsx";
import { FAR_ABOVE, type Gift, OWN_TAP_ABOVE_CENTS, PAY_BY, type PayBy } from "#features/giving/gift.ts";
import type { AmountStep, GiftStep } from "#features/giving/gift-step.ts";
import classes from "#features/giving/giving.module.css";
import type { GiftFlight } from "#features/giving/giving-desk-provider.tsx";
import { texts } from "#features/giving/texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent, OwnPledge } from "#shared/api/types.ts";
import { amountInWords } from "#shared/money/amount-in-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Sheet, SheetActions } from "#shared/ui/sheet.tsx";

type NewGift = Omit<Gift, "appealId" | "ownLevelId">;

type GiftSheetProps = {
  event: GalaEvent;
  step: GiftStep;
  flight: GiftFlight | undefined;
  /** What counts already at the level of the amount. */
  recorded: OwnPledge | undefined;
  /** Goes on with an amount: to the confirmation, or to the gift that is there already. */
  onOpen: (cents: number) => void;
  onGive: (gift: NewGift) => void;
  onClose: () => void;
};

export function GiftSheet({ event, step, flight, recorded, onOpen, onGive, onClose }: GiftSheetProps) {
  const paddleNumber = usePaddleNumber();
  switch (step.name) {
    case "other":
      return (
        <Sheet title={texts.otherTitle} onClose={onClose}>
          <OtherAmount currency={event.currency} onAmount={onOpen} onClose={onClose} />
        </Sheet>
      );
    case "confirm":
    case "words":
      return (
        <Sheet key={step.name} title={texts.title(formatMoney(step.cents, event.currency), paddleNumber)} onClose={onClose}>
          <Confirm currency={event.currency} step={step} payBy={flight?.intent.payBy ?? "card"} onGive={onGive} onClose={onClose} />
        </Sheet>
      );
    case "already":
      return (
        <Sheet title={texts.alreadyTitle} onClose={onClose}>
          <Already currency={event.currency} step={step} recorded={recorded} payBy={flight?.intent.payBy ?? "card"} onGive={onGive} onClose={onClose} />
        </Sheet>
      );
  }
}

type ConfirmProps = { currency: string; step: AmountStep; payBy: PayBy; onGive: (gift: NewGift) => void; onClose: () => void };

function Confirm({ currency, step: { name, level, cents }, payBy: first, onGive, onClose }: ConfirmProps) {
  const [payBy, setPayBy] = useState(first);
  const amount = formatMoney(cents, currency);
  const isFar = name === "words" || cents >= level.cents * FAR_ABOVE;
  return (
    <>
      {isFar && <InWords cents={cents} currency={currency} />}
      <p>
        {texts.once} {texts.onBill}
      </p>
      <Large cents={cents} currency={currency} />
      <NativeSelect
        label={texts.payTitle}
        value={payBy}
        data={PAY_BY.map((value) => ({ value, label: payWord(value, currency) }))}
        onChange={(changed) => setPayBy(PAY_BY.find((value) => value === changed.currentTarget.value) ?? first)}
      />
      <SheetActions
        choices={[{ label: texts.give(amount), onChoose: () => onGive({ levelId: level.id, cents, levelCents: level.cents, isSecond: false, isConfirmed: isFar, payBy }) }]}
        decline={texts.notNow}
        onClose={onClose}
      />
    </>
  );
}

function InWords({ cents, currency }: { cents: number; currency: string }) {
  return <p className={classes.words}>{texts.words(formatMoney(cents, currency), amountInWords(cents, currency))}</p>;
}

function Large({ cents, currency }: { cents: number; currency: string }) {
  return cents > OWN_TAP_ABOVE_CENTS && <p>{texts.large(formatMoney(OWN_TAP_ABOVE_CENTS, currency))}</p>;
}

/** A cheque is a check where the dollars are American. */
export function payWord(payBy: PayBy, currency: string): string {
  return payBy === "cheque" && currency === "USD" ? texts.usCheque : texts.pay[payBy];
}

type AlreadyProps = {
  currency: string;
  step: AmountStep;
  recorded: OwnPledge | undefined;
  payBy: PayBy;
  onGive: (gift: NewGift) => void;
  onClose: () => void;
};

/** Heard by a clerk and given from the phone: it counts once, until the guest says that it is two. */
function Already({ currency, step: { level, cents }, recorded, payBy, onGive, onClose }: AlreadyProps) {
  const announce = useAnnounce();
  const paddleNumber = usePaddleNumber();
  const keep = () => {
    announce.polite(texts.kept);
    onClose();
  };
  const isConfirmed = cents >= level.cents * FAR_ABOVE;
  const second = () => onGive({ levelId: level.id, cents, levelCents: level.cents, isSecond: true, isConfirmed, payBy });
  const amount = formatMoney(cents, currency);
  const before = formatMoney(recorded?.amount_cents ?? cents, currency);
  const isSame = before === amount;
  return (
    <>
      <p>{texts.already(before, paddleNumber)}</p>
      {isConfirmed && <InWords cents={cents} currency={currency} />}
      <Large cents={cents} currency={currency} />
      <SheetActions
        choices={[
          { label: isSame ? texts.keepOne : texts.keep(before), onChoose: keep },
          { label: isSame ? texts.second(amount) : texts.also(amount), onChoose: second },
        ]}
        decline={texts.notNow}
        onClose={onClose}
      />
    </>
  );
}
