import { useSyncExternalStore } from "react";
import { serverClock } from "#shared/time/server-clock.ts";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function schedule(): void {
  // Wakes just after the next whole server second, so all clocks on a screen turn together.
  const now = serverClock.now();
  timer = setTimeout(() => {
    for (const listener of listeners) listener();
    schedule();
  }, 1005 - (((now % 1000) + 1000) % 1000));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) schedule();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

function currentSecond(): number {
  return Math.floor(serverClock.now() / 1000);
}

/** Server time in whole seconds as ms, renewed once a second. Only small leaf components should use it. */
export function useServerNow(): number {
  return useSyncExternalStore(subscribe, currentSecond) * 1000;
}
