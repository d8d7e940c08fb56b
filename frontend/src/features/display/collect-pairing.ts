import type { Pairing } from "#features/display/open-pairing.ts";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import { sessionStore } from "#shared/session/session-store.ts";

/** Has somebody typed the code? Then this screen is signed in: true. A screen has no paddle and no name. */
export async function collectPairing({ id, secret }: Pairing): Promise<boolean> {
  const { session } = await unwrap(api.POST("/display-pairings/{pairing_id}/collect", { params: { path: { pairing_id: id } }, body: { secret } }));
  if (session === null) return false;
  sessionStore("display").set({ ...session, guest_id: null, paddle_id: null, paddle_number: null, guest_name: null }, "");
  return true;
}
