import { useEffect, useSyncExternalStore } from "react";
import type { ActFlight } from "#shared/money-act/act-flight.ts";
import type { MoneyDesk } from "#shared/money-act/money-desk.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";

/** Keeps a desk running for as long as its provider is mounted. */
export function useRunningDesk<Intent, Answer>(desk: MoneyDesk<Intent, Answer>): void {
  const { status } = useRoom();
  useEffect(() => desk.setOffline(status === "offline"), [desk, status]);
  useEffect(() => {
    void desk.restore();
    return () => desk.stop();
  }, [desk]);
}

export function useFlight<Intent, Answer>(desk: MoneyDesk<Intent, Answer>, slot: string): ActFlight<Intent, Answer> | undefined {
  return useSyncExternalStore(desk.subscribe, () => desk.getFlights()[slot]);
}
