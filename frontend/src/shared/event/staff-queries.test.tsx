import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fromSnapshot } from "#shared/event/live-snapshot.ts";
import { useRaise } from "#shared/event/raise-query.ts";
import { patchItem, patchRaise, snapshotOptions } from "#shared/event/snapshot-query.ts";
import { useStage } from "#shared/event/stage-query.ts";
import { RoomWorld } from "#testing/room-world.ts";

const server = setupServer();
/** Longer than any patience, shorter than the healing. */
const QUIET_MS = 700;

describe("what only staff may see", () => {
  let world: RoomWorld;
  let client: QueryClient;
  let reads: number;

  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => {
    world = new RoomWorld();
    reads = 0;
    client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    const items = [...world.items.values()];
    client.setQueryData(snapshotOptions("event-1").queryKey, fromSnapshot({ server_time: new Date().toISOString(), items_version: world.itemsVersion(), state_version: 1, state: world.state(), items }));
    server.use(
      http.get("*/api/v1/events/:id/stage", () => { reads += 1; return HttpResponse.json(world.stage()); }),
      http.get("*/api/v1/events/:id/raise", () => { reads += 1; return HttpResponse.json(world.desk()); }),
    );
  });

  function render<R>(hook: (answered: string) => R, initialProps = "0") {
    const wrapper = ({ children }: { children: ReactNode }) => (
      <MantineProvider env="test">
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </MantineProvider>
    );
    return renderHook(hook, { initialProps, wrapper });
  }
  const quiet = () => act(() => new Promise((resolve) => setTimeout(resolve, QUIET_MS)));

  it("reads the stage again once the room shows newer lots, and then leaves it", async () => {
    const { result } = render(() => useStage("event-1"));
    await waitFor(() => expect(result.current.data?.version).toBe(world.stage().version));
    world.bid("lot-3", 331, 600_000);
    act(() => patchItem(client, "event-1", world.lot("lot-3")));
    await waitFor(() => expect(result.current.data?.lots[0]?.entries[0]?.paddle).toBe(331));
    await quiet();
    expect(reads).toBe(2);
  });

  it("keeps reading while the server lags behind its own packets", async () => {
    const old = world.stage();
    let lag = 0;
    server.use(http.get("*/api/v1/events/:id/stage", () => HttpResponse.json((lag += 1) < 4 ? old : world.stage())));
    const { result } = render(() => useStage("event-1"));
    await waitFor(() => expect(result.current.data).toEqual(old));
    world.bid("lot-3", 331, 600_000);
    act(() => patchItem(client, "event-1", world.lot("lot-3")));
    await waitFor(() => expect(result.current.data?.version).toBe(world.stage().version), { timeout: 3_000 });
    expect(lag).toBe(4);
  });

  it("does not read again what is newer than the room", async () => {
    world.bid("lot-3", 331, 600_000);
    world.pledge("level-3");
    const { result } = render(() => ({ stage: useStage("event-1"), raise: useRaise("event-1") }));
    await waitFor(() => expect(result.current.raise.data).toBeDefined());
    await quiet();
    expect(reads).toBe(2);
  });

  it("reads after an own answer that no version tells of", async () => {
    const { result, rerender } = render((answered) => useRaise("event-1", answered));
    await waitFor(() => expect(result.current.data?.levels[2]?.checks).toBe(0));
    world.checks.push({ levelId: "level-3", paddle: 214, cents: 100_000 });
    rerender("1 key-1");
    await waitFor(() => expect(result.current.data?.levels[2]?.checks).toBe(1));
    await quiet();
    expect(reads).toBe(2);
  });

  it("reads once more for an answer that came while it was reading", async () => {
    let release = (): void => undefined;
    const { result, rerender } = render((answered) => useRaise("event-1", answered));
    await waitFor(() => expect(result.current.data).toBeDefined());
    server.use(http.get("*/api/v1/events/:id/raise", async () => {
      const body = world.desk();
      reads += 1;
      await new Promise<void>((resolve) => { release = resolve; });
      return HttpResponse.json(body);
    }, { once: true }));
    rerender("1 key-1");
    await waitFor(() => expect(reads).toBe(2));
    world.checks.push({ levelId: "level-3", paddle: 214, cents: 100_000 });
    rerender("2 key-2");
    release();
    await waitFor(() => expect(result.current.data?.levels[2]?.checks).toBe(1));
  });

  it("reads again when another appeal runs, and takes no old answer for it", async () => {
    const { result } = render(() => useRaise("event-1"));
    await waitFor(() => expect(result.current.data).toBeDefined());
    const before = world.raise;
    world.raise = { ...world.raise, appeal_id: "appeal-2", version: 1 };
    act(() => {
      client.setQueryData(snapshotOptions("event-1").queryKey, (live) => (live === undefined ? live : { ...live, state: world.state() }));
      patchRaise(client, "event-1", { ...before, version: before.version + 5 });
    });
    await waitFor(() => expect(result.current.data?.appeal?.appeal_id).toBe("appeal-2"));
    expect(client.getQueryData(snapshotOptions("event-1").queryKey)?.state.paddle_raise?.appeal_id).toBe("appeal-2");
  });
});
