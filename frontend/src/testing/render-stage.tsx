import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { act } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { snapshotOptions, patchItem } from "#shared/event/snapshot-query.ts";
import type { LiveSnapshot } from "#shared/event/live-snapshot.ts";
import { renderStaff } from "#testing/staff.tsx";
import type { StageWorld } from "#testing/stage-world.ts";

/** A stage over a world in memory, and what a test does to it from outside. */
export function renderStage(world: StageWorld, page: ReactNode) {
  let client: QueryClient | undefined;
  function Catch() {
    client = useQueryClient();
    return null;
  }
  renderStaff(world, <><Catch />{page}</>);
  const known = () => {
    if (client === undefined) throw new Error("not rendered");
    return client;
  };
  return {
    /** The room tells of a lot as the world has it now. */
    tell: (itemId: string) => act(() => {
      const item = world.items.get(itemId);
      if (item !== undefined) patchItem(known(), "event-1", item);
    }),
    tellState: () => act(() => {
      known().setQueryData<LiveSnapshot>(snapshotOptions("event-1").queryKey, (live) => (live === undefined ? live : { ...live, state: world.state(), stateVersion: world.stateVersion }));
    }),
  };
}

/** Moves the monotonic clock of the page, which decides how far two taps are apart. */
export function movableClock() {
  const real = performance.now.bind(performance);
  let offset = 0;
  vi.spyOn(performance, "now").mockImplementation(() => real() + offset);
  return { pass: (ms: number) => { offset += ms; } };
}
