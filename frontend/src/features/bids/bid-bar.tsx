import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { BarExtras } from "#features/bids/bar-extras.tsx";
import type { BarButton, BarInput } from "#features/bids/bar-types.ts";
import { bidBarState } from "#features/bids/bid-bar-state.ts";
import { useBidDesk, useBidFlight } from "#features/bids/bid-desk-provider.tsx";
import { type BidIntent, isSameIntent } from "#features/bids/bid-flight.ts";
import { BidSheet } from "#features/bids/bid-sheet.tsx";
import { myBidsOptions } from "#features/bids/my-bids-query.ts";
import { useRevival } from "#features/bids/revived-leads.ts";
import { hasNotes, sheetForRefusal, type SheetRequest } from "#features/bids/sheet-request.ts";
import { texts } from "#features/bids/texts.ts";
import { useAnnounceVerdict } from "#features/bids/use-announce-verdict.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { standingOf } from "#shared/event/standing.ts";
import classes from "#shared/money-act/money-bar.module.css";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { useSession } from "#shared/session/session-context.tsx";
import { useServerNow } from "#shared/time/ticker.ts";
import { Icon } from "#shared/ui/icon.tsx";
import { useArmed } from "#shared/ui/use-armed.ts";

type BidBarProps = {
  event: GalaEvent;
  item: ItemDocument;
  isPaddleLocked: boolean;
  onGo: (to: "pay" | "items" | "live") => void;
  /** Fetches this item before a bid on old prices; resolves after at most 3 s. */
  onRefresh: () => Promise<void>;
};

export function BidBar({ event, item, isPaddleLocked, onGo, onRefresh }: BidBarProps) {
  const desk = useBidDesk();
  const flight = useBidFlight(item.id);
  const room = useRoom();
  const now = useServerNow();
  const paddleNumber = useSession().paddle_number ?? 0;
  const { data: myBids } = useQuery(myBidsOptions);
  const { armed, arm, disarm, isTooSoon } = useArmed<BidIntent>();
  const [requested, setRequested] = useState<SheetRequest | null>(null);
  const [chosen, setChosen] = useState<BarInput["chosen"]>({ units: 1, giftCents: null });
  const pressed = useRef<BidIntent | null>(null);
  const lineId = useId();
  const myBid = myBids?.[item.id];
  const standing = standingOf(item, paddleNumber, myBid);
  const revival = useRevival(item, paddleNumber, now);
  const input: BarInput = { event, item, paddleNumber, isPaddleLocked, myBid, standing, flight, connection: room.status, now, chosen, revival };
  const state = bidBarState(input);
  useAnnounceVerdict(flight, state.line);

  // What was bought is bought: the next purchase starts at one again.
  const boughtKey = flight?.phase.name === "accepted" && flight.intent.kind === "purchase" ? flight.key : null;
  const [counted, setCounted] = useState(boughtKey);
  if (boughtKey !== counted) {
    setCounted(boughtKey);
    setChosen((before) => ({ ...before, units: 1 }));
  }

  // A lock or a close while the sheet is open closes it.
  const isBiddable = state.button.kind === "bid" || state.button.kind === "sheet";
  const sheet = isBiddable ? (sheetForRefusal(flight) ?? requested) : null;

  // The printed amount is the amount sent: when the price moves on, the armed button is taken back and says so.
  const isOvertaken = armed !== null && (state.button.kind !== "bid" || !isSameIntent(state.button.intent, armed.intent));
  useEffect(() => {
    if (isOvertaken && pressed.current === null) disarm();
  }, [isOvertaken, disarm]);

  const firstTap = async ({ intent, again }: Extract<BarButton, { kind: "bid" }>) => {
    desk.dismiss(item.id);
    if (room.status === "stale") {
      await onRefresh();
      setRequested({ mode: "first", intent: null, isStale: true });
      return;
    }
    const isFirstEver = Object.keys(myBids ?? {}).length === 0;
    if (isFirstEver || (hasNotes(item) && myBid === undefined)) setRequested({ mode: "first", intent, isStale: false });
    else arm(intent, again);
  };

  const tap = (button: BarButton) => {
    const held = pressed.current;
    pressed.current = null;
    switch (button.kind) {
      case "bid":
        if (armed === null && held === null) void firstTap(button);
        else if (!isTooSoon()) {
          disarm();
          void desk.place(held ?? armed?.intent ?? button.intent);
        }
        break;
      case "sheet":
        desk.dismiss(item.id);
        setRequested({ mode: button.sheet });
        break;
      case "go":
        onGo(button.to);
        break;
      case "pending":
      case "none":
        break;
    }
  };

  const isOff = state.button.kind === "none" || state.button.kind === "pending";
  return (
    <section className={classes.bar} aria-label={texts.region} data-tone={state.tone}>
      <p id={lineId} className={classes.line}>
        {state.icon !== null && <Icon name={state.icon} size={20} />}
        <span>{state.line}</span>
      </p>
      <div className={classes.buttons} data-armed={armed !== null}>
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
        {armed === null ? (
          <BarExtras state={state} currency={event.currency} chosen={chosen} onChoose={setChosen} onSheet={(mode) => setRequested({ mode })} />
        ) : (
          <Button size="lg" variant="default" className={classes.secondary ?? ""} onClick={disarm}>
            {texts.notNow}
          </Button>
        )}
      </div>
      {sheet !== null && (
        <BidSheet
          input={input}
          request={sheet}
          onBid={(intent) => {
            setRequested(null);
            desk.dismiss(item.id);
            void desk.place(intent);
          }}
          onAsk={(next) => {
            desk.dismiss(item.id);
            setRequested(next);
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
