import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { myPledgesOptions } from "#shared/event/my-pledges-query.ts";
import { myLiveOptions, rememberWon } from "#features/live-auction/my-live-query.ts";
import type { ToldPacket } from "#shared/realtime/room-provider.tsx";
import { meOptions } from "#shared/session/me-query.ts";

/** What the room tells beside its state. Locks of other paddles go to everybody, and are none of this phone's business. */
export function useTold(paddleNumber: number): (packet: ToldPacket) => void {
  const client = useQueryClient();
  return useCallback(
    (packet: ToldPacket) => {
      switch (packet.name) {
        case "paddle_locked":
        case "paddle_unlocked": {
          if (packet.payload.paddle_number !== paddleNumber) return;
          // At once: what is asked for below may be slow to come.
          const status = packet.name === "paddle_locked" ? ("locked" as const) : ("active" as const);
          client.setQueryData(meOptions.queryKey, (me) => (me === undefined ? me : { ...me, paddle_status: status }));
          void client.invalidateQueries({ queryKey: meOptions.queryKey });
          break;
        }
        case "you_won":
          rememberWon(client, packet.payload);
          void client.invalidateQueries({ queryKey: myLiveOptions.queryKey });
          break;
        case "pledges_changed":
          void client.invalidateQueries({ queryKey: myPledgesOptions.queryKey });
          break;
        case "display_command":
          break;
      }
    },
    [client, paddleNumber],
  );
}
