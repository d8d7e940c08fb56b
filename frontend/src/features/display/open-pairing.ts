import type { components } from "#shared/api/openapi.d.ts";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

export type Pairing = components["schemas"]["PairingOpened"];

/** Asks for a code to show. The secret that comes with it stays in this page. */
export function openPairing(): Promise<Pairing> {
  return unwrap(api.POST("/display-pairings"));
}
