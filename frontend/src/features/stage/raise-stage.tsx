import { useState } from "react";
import { levelAfter, levelBefore, ownLastHand } from "#features/stage/raise-order.ts";
import { RaiseView } from "#features/stage/raise-view.tsx";
import { useKeys } from "#features/stage/use-keys.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import { useTwoTaps } from "#features/stage/use-two-taps.ts";
import type { GalaEvent, RaiseState } from "#shared/api/types.ts";
import { texts } from "#features/stage/texts.ts";
import { useRaise } from "#shared/event/raise-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useSession } from "#shared/session/session-context.tsx";

type RaiseStageProps = { event: GalaEvent; appeal: RaiseState; desk: StageDesk; isOld: boolean; hasKeys: boolean; onKeys: () => void };

export function RaiseStage({ event, appeal, desk, isOld, hasKeys, onKeys }: RaiseStageProps) {
  const { data: known } = useRaise(event.id, desk.answered);
  const { armed, arm, disarm, isTooSoon } = useTwoTaps<string>();
  const call = (level: { id: string; amount_cents: number } | undefined) => {
    if (level === undefined || isTooSoon()) return;
    if (armed === level.id) {
      disarm();
      desk.act({ name: "call_level", appealId: appeal.appeal_id, body: { level_id: level.id } });
      return;
    }
    arm(level.id);
    desk.say({ tone: "warn", text: texts.levelAgain(formatMoney(level.amount_cents, event.currency)) });
  };
  const [isTyping, setTyping] = useState(false);
  const { session_id: me } = useSession();
  const hand = ownLastHand(known, appeal, me);
  const undo = hand === undefined ? undefined : () => desk.act({ name: "undo_pledge", pledgeId: hand.id });
  useKeys({ u: undo, l: () => setTyping(true), "?": onKeys, "]": () => call(levelAfter(appeal)), "[": () => call(levelBefore(appeal)) }, hasKeys);
  return <RaiseView event={event} appeal={appeal} known={known} desk={desk} isOld={isOld} hand={hand} isTyping={isTyping} onType={setTyping} />;
}
