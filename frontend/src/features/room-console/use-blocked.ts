import { texts } from "#features/room-console/texts.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";

/** Why nothing can be changed now, or null. */
export function useBlocked(): string | null {
  return useRoom().status === "offline" ? texts.offline : null;
}
