import type { Shown } from "#shared/event/display-mode.ts";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import type { DisplayMode } from "#shared/api/types.ts";

/** Says that this screen is alive and what it shows; the answer is what staff want it to show. */
export async function reportDisplay(shows: Shown): Promise<DisplayMode> {
  return (await unwrap(api.POST("/displays/me/seen", { body: { shows } }))).mode;
}
