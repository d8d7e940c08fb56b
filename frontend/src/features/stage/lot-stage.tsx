import { useState } from "react";
import type { Act } from "#features/stage/acts.ts";
import { CurrentBid } from "#features/stage/current-bid.tsx";
import { LotCard } from "#features/stage/lot-card.tsx";
import { LotPads, type Pad } from "#features/stage/lot-pads.tsx";
import lotClasses from "#features/stage/lot.module.css";
import type { ShownLot } from "#features/stage/pending.ts";
import { type AskChange, lowerAsk, raiseAsk } from "#features/stage/run-order.ts";
import { changeAsk, letAbsenteeGo, openLot, pass, roomBid, setPhones, takeOffer, undoEntry, warn } from "#features/stage/said.ts";
import { SellBar } from "#features/stage/sell-bar.tsx";
import { SidePanel } from "#features/stage/side-panel.tsx";
import { lastSaid } from "#features/stage/stage-entry.ts";
import { texts } from "#features/stage/texts.ts";
import { useKeys } from "#features/stage/use-keys.ts";
import { bidOf, useSold } from "#features/stage/use-sold.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import { useTwoTaps } from "#features/stage/use-two-taps.ts";
import type { GalaEvent, StageLot } from "#shared/api/types.ts";
import { askOf, type LiveLot } from "#shared/event/live-lots.ts";

const PADDLE_KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

export type LotStageProps = {
  event: GalaEvent;
  lot: ShownLot;
  next: LiveLot | undefined;
  known: StageLot | undefined;
  desk: StageDesk;
  isOld: boolean;
  hasKeys: boolean;
  /** The ask is typed: opened from here, or from More. */
  isTypingAsk: boolean;
  onTypeAsk: (isTyping: boolean) => void;
  onKeys: () => void;
};

/** The lot that runs. */
export function LotStage({ event, lot, next, known, desk, isOld, hasKeys, isTypingAsk, onTypeAsk, onKeys }: LotStageProps) {
  const [pad, setPad] = useState<{ kind: Exclude<Pad, "ask">; start?: string } | null>(null);
  const sold = useSold(event, lot, desk, () => setPad({ kind: "sold" }));
  const twice = useTwoTaps<string>();
  const entry = lastSaid(lot.id, known, desk.pending);
  const undo = () => {
    if (entry === undefined) desk.say({ tone: "warn", text: texts.nothingToUndo });
    else desk.act(undoEntry(lot.id, entry));
  };
  /** By the keyboard, what ends the lot is pressed twice, with the same bid on the screen. */
  const again = (act: Act, what: string, words: string) => {
    const meant = `${what}:${bidOf(lot)}`;
    if (twice.isTooSoon()) return;
    if (twice.armed === meant) {
      twice.disarm();
      desk.act(act);
      return;
    }
    twice.arm(meant);
    desk.say({ tone: "warn", text: words });
  };
  const goNext = () => {
    if (next !== undefined) again(openLot(next, true), next.id, texts.nextAgain(lot.lot, next.lot));
  };
  const passLot = () => {
    if (lot.price_cents === null) desk.act(pass(lot));
    else again(pass(lot), "pass", texts.passAgain(lot.lot));
  };
  const moveAsk = (change: AskChange | null) => {
    if (change !== null) desk.act(changeAsk(lot, change));
  };
  const asked = lot.live.offered_to;
  const offer = known?.offers.find(({ paddle }, index) => (asked === null ? index === 0 : paddle === asked));
  useKeys(
    {
      s: () => sold.tap(lot),
      Enter: sold.armed === null ? undefined : () => sold.tap(lot),
      Escape: sold.armed === null ? undefined : sold.disarm,
      u: undo,
      b: () => desk.act(roomBid(lot)),
      w: () => desk.act(warn(lot)),
      p: passLot,
      n: goNext,
      t: offer === undefined ? undefined : () => desk.act(takeOffer(lot, offer.id)),
      m: known?.absentee === "can_go" && asked === null ? () => desk.act(letAbsenteeGo(lot)) : undefined,
      o: () => desk.act(setPhones(lot)),
      "+": () => moveAsk(raiseAsk(lot)),
      "-": () => moveAsk(lowerAsk(lot)),
      a: () => onTypeAsk(true),
      "?": onKeys,
      ...Object.fromEntries(PADDLE_KEYS.map((digit) => [digit, () => setPad({ kind: "bid", start: digit })])),
    },
    hasKeys,
  );
  const open = isTypingAsk ? "ask" : (pad?.kind ?? null);
  return (
    <>
      <div className={lotClasses.body}>
        <LotCard event={event} lot={lot} />
        <CurrentBid event={event} lot={lot} desk={desk} isOld={isOld} onTypeAsk={() => onTypeAsk(true)} onName={() => setPad({ kind: "name" })} />
        <SidePanel event={event} lot={lot} known={known} entry={entry} desk={desk} onUndo={undo} />
      </div>
      <SellBar event={event} lot={lot} next={next} desk={desk} armed={sold.armed} onSold={sold.tap} onNotNow={sold.disarm} />
      {open !== null && (
        <LotPads
          key={open}
          pad={open}
          start={pad?.start}
          event={event}
          lot={lot}
          entry={entry}
          ask={askOf(lot)}
          desk={desk}
          onArm={sold.armFor}
          onClose={() => {
            setPad(null);
            onTypeAsk(false);
          }}
        />
      )}
    </>
  );
}
