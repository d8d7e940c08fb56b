import { useEffect, useMemo, useRef, useState } from "react";
import { Board } from "#features/board/board.tsx";
import classes from "#features/board/board-page.module.css";
import { HoldSlide } from "#features/board/hold-slide.tsx";
import { texts } from "#features/board/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { RoomView } from "#shared/realtime/room-connection.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const HIDE_CLOCK_AFTER_MS = 15_000;
const HOLD_AFTER_MS = 120_000;
const SPLASH_MS = 2_000;
const HIDE_CURSOR_MS = 3_000;

type Mode = "board" | "join" | "hold";
type BoardPageProps = { event: GalaEvent; room: RoomView };

export function BoardPage({ event, room }: BoardPageProps) {
  const { data: live } = useSnapshot(event.id);
  const [mode, setMode] = useState<Mode>("board");
  const isCursorHidden = useIdleCursor();
  const items = useMemo(() => Object.values(live?.items ?? {}), [live]);
  const sold = useSoldSplash(items);
  const now = useServerNow();

  useEffect(() => {
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.key === "1") setMode("join");
      if (pressed.key === "2") setMode("board");
      if (pressed.key.toLowerCase() === "b") setMode((before) => (before === "hold" ? "board" : "hold"));
      if (pressed.key.toLowerCase() === "f") void (document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen());
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const ageMs = room.freshAt === null ? 0 : now - room.freshAt;
  const isHeld = mode === "hold" || ageMs > HOLD_AFTER_MS;
  return (
    <main className={classes.screen} data-cursor={isCursorHidden ? "hidden" : "shown"}>
      <h1 className="aug-visually-hidden">{event.name}</h1>
      {isHeld || live === undefined ? (
        <HoldSlide event={event} />
      ) : (
        <Board event={event} items={items} state={live.state} isJoin={mode === "join"} isClockHidden={ageMs > HIDE_CLOCK_AFTER_MS} />
      )}
      {sold !== null && !isHeld && (
        <div className={classes.splash} role="status">
          <span className={classes.stamp}>{texts.sold}</span>
          <span className={classes.splashWhat}>
            {itemName(event, sold)} · {formatMoney(sold.hammer_cents ?? 0, event.currency)}
          </span>
          {sold.leader_paddle !== null && <span className={classes.splashWho}>{texts.paddle(sold.leader_paddle)}</span>}
        </div>
      )}
      {room.status !== "live" && room.status !== "slow" && !isHeld && <span className={classes.corner} aria-hidden="true" />}
    </main>
  );
}

/** Each item sold while this screen is on gets two seconds, one after the other. */
function useSoldSplash(items: readonly ItemDocument[]): ItemDocument | null {
  const known = useRef<ReadonlySet<string> | null>(null);
  const [queue, setQueue] = useState<readonly ItemDocument[]>([]);

  useEffect(() => {
    if (items.length === 0) return;
    const sold = items.filter((item) => item.status === "sold");
    const before = known.current;
    known.current = new Set(sold.map((item) => item.id));
    if (before === null) return;
    const fresh = sold.filter((item) => !before.has(item.id));
    if (fresh.length > 0) setQueue((waiting) => [...waiting, ...fresh]);
  }, [items]);

  const first = queue[0] ?? null;
  useEffect(() => {
    if (first === null) return undefined;
    const timer = setTimeout(() => setQueue((waiting) => waiting.slice(1)), SPLASH_MS);
    return () => clearTimeout(timer);
  }, [first]);
  return first;
}

function useIdleCursor(): boolean {
  const [isHidden, setIsHidden] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      setIsHidden(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIsHidden(true), HIDE_CURSOR_MS);
    };
    moved();
    window.addEventListener("pointermove", moved);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pointermove", moved);
    };
  }, []);
  return isHidden;
}
