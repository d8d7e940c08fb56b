import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { GiftSheet } from "#features/giving/gift-sheet.tsx";
import { type Gift, giftAt, levelOfGift } from "#features/giving/gift.ts";
import { useGivingDesk } from "#features/giving/giving-desk-provider.tsx";
import { givingState } from "#features/giving/giving-state.ts";
import { myPledgesOptions } from "#shared/event/my-pledges-query.ts";
import { type GiftStep, questionOf } from "#features/giving/gift-step.ts";
import { texts } from "#features/giving/texts.ts";
import { useAnnounceMoment } from "#shared/announcer/use-announce-moment.ts";
import type { GalaEvent, RaiseState } from "#shared/api/types.ts";
import { isUrgent } from "#shared/money-act/act-flight.ts";
import classes from "#shared/money-act/money-bar.module.css";
import { formatMoney } from "#shared/money/format-money.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Icon } from "#shared/ui/icon.tsx";

type GivingBarProps = {
  event: GalaEvent;
  raise: RaiseState;
  isPaddleLocked: boolean;
  isStopped: boolean;
  /** While a lot runs, its own bar is under the thumb and this one is part of the page. */
  isInPage: boolean;
};

export function GivingBar({ event, raise, isPaddleLocked, isStopped, isInPage }: GivingBarProps) {
  const { flight, give, refuse, dismiss } = useGivingDesk();
  const paddleNumber = usePaddleNumber();
  const { status } = useRoom();
  const { data: pledges } = useQuery(myPledgesOptions);
  const [chosen, setChosen] = useState<GiftStep | null>(null);
  const lineId = useId();
  const state = givingState({ raise, currency: event.currency, paddleNumber, isPaddleLocked, isStopped, flight, connection: status });
  useAnnounceMoment(flight === undefined ? null : `${flight.key}:${flight.phase.name}`, state.line, isUrgent(flight));

  const { level } = state;
  // A lock or another level while the sheet is open closes it: what it printed is no longer called.
  if (chosen !== null && chosen.level.id !== level?.id) setChosen(null);
  const step = level === null ? null : (questionOf(flight, level) ?? chosen);

  const recordedAt = (calledId: string, cents: number) => giftAt(pledges ?? [], levelOfGift(raise.levels, calledId, cents));
  const open = (cents: number) => {
    dismiss();
    if (level !== null) setChosen({ name: recordedAt(level.id, cents) === undefined ? "confirm" : "already", level, cents });
  };
  const tap = () => {
    if (level !== null) open(level.cents);
    else if (state.isUnsent && raise.level_id !== null && raise.level_cents !== null) {
      const { level_id: levelId, level_cents: cents } = raise;
      refuse({ appealId: raise.appeal_id, levelId, ownLevelId: levelId, cents, levelCents: cents, isSecond: false, isConfirmed: false, payBy: "card" });
    }
  };
  const close = () => {
    setChosen(null);
    dismiss();
  };
  const send = (gift: Omit<Gift, "appealId" | "ownLevelId">) => {
    setChosen(null);
    give({ appealId: raise.appeal_id, ownLevelId: levelOfGift(raise.levels, gift.levelId, gift.cents), ...gift });
  };

  return (
    <section className={classes.bar} aria-label={texts.region} data-tone={state.tone} data-in-page={isInPage}>
      <p id={lineId} className={classes.line}>
        {state.icon !== null && <Icon name={state.icon} size={20} />}
        <span>{state.line}</span>
      </p>
      <div className={classes.buttons}>
        <Button size="xl" className={classes.primary ?? ""} aria-disabled={level === null} aria-describedby={lineId} data-off={level === null} onClick={tap}>
          {state.label}
        </Button>
        {level !== null && (
          <div className={classes.also}>
            {state.lowerCents !== null && (
              <Button variant="default" className={classes.secondary ?? ""} onClick={() => open(state.lowerCents ?? 0)}>
                {texts.give(formatMoney(state.lowerCents, event.currency))}
              </Button>
            )}
            <Button
              variant="default"
              className={classes.secondary ?? ""}
              onClick={() => {
                dismiss();
                setChosen({ name: "other", level });
              }}
            >
              {texts.other}
            </Button>
          </div>
        )}
      </div>
      {step !== null && <GiftSheet event={event} step={step} flight={flight} recorded={step.name === "other" ? undefined : recordedAt(step.level.id, step.cents)} onOpen={open} onGive={send} onClose={close} />}
    </section>
  );
}
