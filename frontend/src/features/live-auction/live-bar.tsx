import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { FirstBidSheet } from "#features/live-auction/first-bid-sheet.tsx";
import { slotOf } from "#features/live-auction/live-act.ts";
import { type LiveButton, liveBarState } from "#features/live-auction/live-bar-state.ts";
import { useLiveDesk, useLiveFlight } from "#features/live-auction/live-desk-provider.tsx";
import { isListOld } from "#features/live-auction/live-lots.ts";
import { myLiveOptions } from "#features/live-auction/my-live-query.ts";
import { TakeBack } from "#features/live-auction/take-back.tsx";
import { texts } from "#features/live-auction/texts.ts";
import { useAnnounceMoment } from "#shared/announcer/use-announce-moment.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { isUrgent } from "#shared/money-act/act-flight.ts";
import classes from "#shared/money-act/money-bar.module.css";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Icon } from "#shared/ui/icon.tsx";
import { useArmed } from "#shared/ui/use-armed.ts";

type LiveBarProps = { event: GalaEvent; lot: LiveLot; isPaddleLocked: boolean; isStopped: boolean };

export function LiveBar({ event, lot, isPaddleLocked, isStopped }: LiveBarProps) {
  const desk = useLiveDesk();
  const flight = useLiveFlight("bid", lot.id);
  const client = useQueryClient();
  const paddleNumber = usePaddleNumber();
  const { status } = useRoom();
  const { data: own } = useQuery(myLiveOptions);
  const { armed, arm, disarm, isTooSoon } = useArmed<number>();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const pressed = useRef<number | null>(null);
  const lineId = useId();
  const offers = own?.offers ?? [];
  const state = liveBarState({ lot, currency: event.currency, paddleNumber, isPaddleLocked, isStopped, flight, offers, connection: status });
  const slot = slotOf("bid", lot.id);

  // How the room bids on is said calmly by the card; here is what concerns this guest.
  const isNews = state.tone !== "plain" || flight !== undefined;
  useAnnounceMoment(isNews ? `${flight?.key ?? ""}:${flight?.phase.name ?? ""}:${state.line}` : null, state.line, isUrgent(flight));

  // Only a phone whose bid was passed over reads its list again, not the whole room.
  const isOld = isListOld(lot, offers);
  useEffect(() => {
    if (isOld) void client.invalidateQueries({ queryKey: myLiveOptions.queryKey });
  }, [isOld, lot.version, client]);

  // The printed amount is the amount sent: when the price moves on, the armed button is taken back.
  const nextCents = state.button.kind === "bid" ? state.button.cents : null;
  const isOvertaken = armed !== null && armed.intent !== nextCents;
  useEffect(() => {
    if (isOvertaken && pressed.current === null) disarm();
  }, [isOvertaken, disarm]);

  // A lock, or the hammer, while the sheet is open closes it for good.
  if (isSheetOpen && nextCents === null) setSheetOpen(false);

  const send = (cents: number) => {
    desk.dismiss(slot);
    void desk.start(slot, { kind: "bid", itemId: lot.id, cents });
  };

  const tap = (button: LiveButton) => {
    const held = pressed.current;
    pressed.current = null;
    if (button.kind === "unsent") desk.refuse(slot, { kind: "bid", itemId: lot.id, cents: held ?? button.cents });
    else if (button.kind === "off" && held === null) return;
    else if (armed === null && held === null && button.kind === "bid") {
      desk.dismiss(slot);
      // The first bid of the evening is confirmed in the sheet, with lot and paddle.
      if (offers.length === 0) setSheetOpen(true);
      else arm(button.cents, button.again);
    } else if (!isTooSoon()) {
      const cents = held ?? armed?.intent;
      disarm();
      if (cents !== undefined) send(cents);
    }
  };

  const isOff = state.button.kind !== "bid" && armed === null;
  return (
    <section className={classes.bar} aria-label={texts.region} data-tone={state.tone}>
      <p id={lineId} className={classes.line}>
        {state.icon !== null && <Icon name={state.icon} size={20} />}
        <span>{state.line}</span>
      </p>
      <div className={classes.buttons}>
        <Button
          size="xl"
          className={classes.primary ?? ""}
          aria-disabled={isOff}
          aria-describedby={lineId}
          data-armed={armed !== null}
          data-off={isOff}
          onPointerDown={() => (pressed.current = armed?.intent ?? null)}
          onPointerCancel={() => (pressed.current = null)}
          onPointerLeave={() => (pressed.current = null)}
          onClick={() => tap(state.button)}
        >
          {armed === null ? state.button.label : armed.label}
        </Button>
        {armed !== null && (
          <Button size="lg" variant="default" className={classes.secondary ?? ""} onClick={disarm}>
            {texts.notNow}
          </Button>
        )}
        {armed === null && state.takeBack !== null && <TakeBack eventId={event.id} offer={state.takeBack} />}
      </div>
      {isSheetOpen && nextCents !== null && (
        <FirstBidSheet
          event={event}
          lot={lot}
          cents={nextCents}
          onBid={(cents) => {
            setSheetOpen(false);
            send(cents);
          }}
          onClose={() => setSheetOpen(false)}
        />
      )}
    </section>
  );
}
