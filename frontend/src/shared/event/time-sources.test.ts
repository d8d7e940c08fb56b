import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventOptions } from "#shared/event/event-query.ts";
import { snapshotOptions } from "#shared/event/snapshot-query.ts";

/** What the browser is told about its store by each request that a query makes. */
async function cacheModes(options: { queryKey: readonly unknown[]; queryFn?: unknown }): Promise<RequestCache[]> {
  const modes: RequestCache[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    modes.push(request.cache);
    return Promise.reject(new TypeError("no network here"));
  });
  await new QueryClient().query({ ...options, retry: false } as Parameters<QueryClient["query"]>[0]).catch(() => undefined);
  return modes;
}

describe("requests that set the clock", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ["the event", eventOptions("event-1")],
    ["the snapshot", snapshotOptions("event-1")],
  ])("never take %s from what the browser kept", async (_, options) => {
    const modes = await cacheModes(options);
    expect(modes.length).toBeGreaterThan(0);
    expect(new Set(modes)).toEqual(new Set(["no-store"]));
  });
});
