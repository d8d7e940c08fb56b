import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { type BarButton, type BarInput, bidBarState } from "#features/bids/bid-bar-state.ts";
import classes from "#features/bids/bid-bar.module.css";
import { useBidDesk, useBidFlight } from "#features/bids/bid-desk-provider.tsx";
import { BidSheet, type SheetRequest } from "#features/bids/bid-sheet.tsx";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { texts } from "#features/bids/texts.ts";
import { useArmed } from "#features/bids/use-armed.ts";
import { useAnnounceVerdict } from "#features/bids/use-announce-verdict.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { useSession } from "#shared/session/session-context.tsx";
import { useServerNow } from "#shared/time/ticker.ts";
import { Icon } from "#shared/ui/icon.tsx";

type BidBarProps = {
  event: GalaEvent;
  item: ItemDocument;
  isPaddleLocked: boolean;
  onGo: (to: "pay" | "items") => void;
  /** Fetches this item before a bid on old prices; resolves after at most 3 s. */
  onRefresh: () => Promise<void>;
};

export function BidBar({ event, item, isPaddleLocked, onGo, onRefresh }: BidBarProps) {
  const desk = useBidDesk();
  const flight = useBidFlight(item.id);
  const session = useSession();
  const room = useRoom();
  const now = useServerNow();
  const { data: myBids } = useQuery(myBidsOptions);
  const { armedCents, arm, disarm, isTooSoon } = useArmed();
  const [requested, setRequested] = useState<SheetRequest | null>(null);
  const pressedCents = useRef<number | null>(null);
  const reasonId = useId();
  const myBid = myBids?.[item.id];
  const paddleNumber = session.paddle_number ?? 0;
  const input: BarInput = { event, item, paddleNumber, isPaddleLocked, myBid, flight, connection: room.status, now };
  const state = bidBarState(input);
  useAnnounceVerdict(flight, state.line);

  const isBiddable = state.button.kind === "bid" || state.button.kind === "raise";
  const isConfirmAsked = flight?.phase.name === "rejected" && flight.phase.code === "confirm_required";
  const jump: SheetRequest | null = isConfirmAsked ? { mode: "jump", intent: flight.intent } : null;
  // A lock or a close while the sheet is open closes it.
  const sheet = isBiddable ? (jump ?? requested) : null;

  // The printed amount is the amount sent: when the price moves on, the armed button is taken back and says so.
  const isOvertaken = armedCents !== null && (state.button.kind !== "bid" || state.button.cents !== armedCents);
  useEffect(() => {
    if (isOvertaken && pressedCents.current === null) disarm();
  }, [isOvertaken, disarm]);

  const send = (cents: number) => {
    disarm();
    void desk.place({ itemId: item.id, kind: "exact", cents, isConfirmed: false });
  };

  const firstTap = async (cents: number) => {
    desk.dismiss(item.id);
    if (room.status === "stale") {
      await onRefresh();
      setRequested({ mode: "first", isStale: true });
      return;
    }
    const hasNotes = item.restrictions !== "" || item.age_min !== null || item.expires_on !== null;
    const isFirstEver = Object.keys(myBids ?? {}).length === 0;
    if (isFirstEver || (hasNotes && myBid === undefined)) setRequested({ mode: "first", isStale: false });
    else arm(cents);
  };

  const tap = (button: BarButton) => {
    const pressed = pressedCents.current;
    pressedCents.current = null;
    switch (button.kind) {
      case "bid":
        if (armedCents === null && pressed === null) void firstTap(button.cents);
        else if (!isTooSoon()) send(pressed ?? armedCents ?? button.cents);
        break;
      case "raise":
        desk.dismiss(item.id);
        setRequested({ mode: "max" });
        break;
      case "go":
        onGo(button.to);
        break;
      case "pending":
      case "none":
        break;
    }
  };

  const label = armedCents === null ? state.button.label : texts.tapAgain(formatMoney(armedCents, event.currency));
  const isOff = state.button.kind === "none" || state.button.kind === "pending";
  return (
    <section className={classes.bar} aria-label={texts.region} data-tone={state.tone}>
      <p id={reasonId} className={classes.line}>
        {state.icon !== null && <Icon name={state.icon} size={20} />}
        <span>{state.line}</span>
      </p>
      <div className={classes.buttons} data-armed={armedCents !== null}>
        <Button
          size="xl"
          className={classes.primary ?? ""}
          aria-disabled={isOff}
          aria-describedby={reasonId}
          data-armed={armedCents !== null}
          data-off={isOff}
          onPointerDown={() => (pressedCents.current = armedCents)}
          onPointerCancel={() => (pressedCents.current = null)}
          onPointerLeave={() => (pressedCents.current = null)}
          onClick={() => tap(state.button)}
        >
          {label}
        </Button>
        {armedCents === null ? (
          state.canSetMaximum && (
            <Button size="lg" variant="default" className={classes.secondary ?? ""} onClick={() => setRequested({ mode: "max" })}>
              {texts.setMaximum}
            </Button>
          )
        ) : (
          <Button size="lg" variant="default" className={classes.secondary ?? ""} onClick={disarm}>
            {texts.notNow}
          </Button>
        )}
      </div>
      {sheet !== null && (
        <BidSheet
          event={event}
          item={item}
          myBid={myBid}
          request={sheet}
          onBid={(intent) => {
            setRequested(null);
            desk.dismiss(item.id);
            void desk.place(intent);
          }}
          onClose={() => {
            setRequested(null);
            desk.dismiss(item.id);
          }}
        />
      )}
    </section>
  );
}
