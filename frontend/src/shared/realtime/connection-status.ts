export type ConnectionStatus = "connecting" | "live" | "reconnecting" | "stale" | "slow" | "offline";

/** What the connection knows, all on the monotonic clock. */
export type Signals = {
  now: number;
  everLive: boolean;
  socketUpAt: number | null;
  socketDownAt: number | null;
  /** When the last poll over HTTP succeeded. */
  polledAt: number | null;
  failedPolls: number;
};

const STALE_AFTER_MS = 10_000;
const POLL_COUNTS_FOR_MS = 12_000;
export const FAILED_POLLS_TO_BE_OFFLINE = 2;

/** screens.md C0: live, reconnecting, stale, slow mode or offline. */
export function connectionStatus(signals: Signals): ConnectionStatus {
  if (signals.socketUpAt !== null) return "live";
  if (signals.failedPolls >= FAILED_POLLS_TO_BE_OFFLINE) return "offline";
  const downFor = signals.now - (signals.socketDownAt ?? signals.now);
  if (downFor < STALE_AFTER_MS) return signals.everLive ? "reconnecting" : "connecting";
  const isPolling = signals.polledAt !== null && signals.now - signals.polledAt < POLL_COUNTS_FOR_MS;
  return isPolling ? "slow" : "stale";
}
