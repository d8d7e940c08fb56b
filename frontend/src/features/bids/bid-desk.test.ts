import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BidDesk, type BidPorts } from "#features/bids/bid-desk.ts";
import { type BidIntent, intend, type PendingBid, type Verdict } from "#features/bids/bid-flight.ts";
import { makeItem } from "#testing/make.ts";

const intent: BidIntent = intend("item-12", "exact", 65_000);
const accepted: Verdict = { kind: "accepted", outcome: "leading", item: makeItem({ leader_paddle: 214 }) };
const voided: Verdict = { kind: "rejected", code: "key_voided", members: {}, item: null };
const unreachable: Verdict = { kind: "unreachable" };
const never = new Promise<Verdict>(() => undefined);

function setUp(ports: Partial<BidPorts> = {}) {
  const log: string[] = [];
  const stored = new Map<string, PendingBid>();
  const send = vi.fn((_: BidIntent, key: string): Promise<Verdict> => {
    log.push(`send ${key}`);
    return Promise.resolve(accepted);
  });
  const cancel = vi.fn((): Promise<Verdict> => Promise.resolve(voided));
  const desk = new BidDesk({
    send,
    cancel,
    save: (pending) => {
      log.push(`save ${pending.key}`);
      stored.set(pending.key, pending);
      return Promise.resolve();
    },
    forget: (key) => {
      stored.delete(key);
      return Promise.resolve();
    },
    load: () => Promise.resolve([...stored.values()]),
    newKey: () => "key-1",
    onItem: () => undefined,
    onSettled: () => undefined,
    ...ports,
  });
  return { desk, log, stored, send, cancel, phase: () => desk.getFlights()["item-12"]?.phase };
}

describe("a bid from tap to verdict", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("stores its key before anything is sent, and forgets it after the verdict", async () => {
    const world = setUp();
    await world.desk.place(intent);
    expect(world.log).toEqual(["save key-1", "send key-1"]);
    expect(world.phase()).toEqual({ name: "accepted", outcome: "leading" });
    expect(world.stored.size).toBe(0);
  });

  it("sends nothing when the phone is known to be offline", async () => {
    const world = setUp();
    world.desk.setOffline(true);
    await world.desk.place(intent);
    world.desk.setOffline(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.phase()).toEqual({ name: "not_sent" });
    expect(world.send).not.toHaveBeenCalled();
  });

  it("ignores a second tap while the first is on its way", async () => {
    const world = setUp();
    world.send.mockReturnValue(never);
    void world.desk.place(intent);
    void world.desk.place(intent);
    await vi.advanceTimersByTimeAsync(0);
    expect(world.send).toHaveBeenCalledTimes(1);
  });

  it("tries the same key again at 3 s, and is unknown at 8 s", async () => {
    const world = setUp();
    world.send.mockReturnValue(never);
    world.cancel.mockReturnValue(never);
    void world.desk.place(intent);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(world.phase()).toEqual({ name: "still_sending" });
    expect(world.send.mock.calls.map(([, key]) => key)).toEqual(["key-1", "key-1"]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(world.phase()).toEqual({ name: "checking" });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(world.phase()).toEqual({ name: "no_answer" });
  });

  it("is cancelled when the server never saw the key", async () => {
    const world = setUp();
    world.send.mockResolvedValue(unreachable);
    void world.desk.place(intent);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(world.cancel).toHaveBeenCalledTimes(1);
    expect(world.phase()).toEqual({ name: "cancelled" });
  });

  it("asks again until there is an answer, and believes it", async () => {
    const world = setUp();
    world.send.mockReturnValue(never);
    world.cancel.mockResolvedValueOnce(unreachable).mockResolvedValueOnce(unreachable).mockResolvedValue(accepted);
    void world.desk.place(intent);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(world.cancel).toHaveBeenCalledTimes(3);
    expect(world.phase()).toEqual({ name: "accepted", outcome: "leading" });
  });

  it("retries a busy server three times with the same key and then asks", async () => {
    const world = setUp();
    world.send.mockResolvedValue({ kind: "busy", retryAfterS: 0.5 });
    world.cancel.mockReturnValue(never);
    void world.desk.place(intent);
    await vi.advanceTimersByTimeAsync(600);
    expect(world.phase()).toEqual({ name: "busy", attempt: 3 });
    await vi.advanceTimersByTimeAsync(600);
    expect(world.send).toHaveBeenCalledTimes(3);
    expect(world.phase()).toEqual({ name: "checking" });
  });

  it("asks about a stored key after a reload and never sends it again", async () => {
    const world = setUp();
    world.stored.set("key-0", { key: "key-0", intent });
    world.cancel.mockResolvedValue(accepted);
    await world.desk.restore();
    await vi.advanceTimersByTimeAsync(0);
    expect(world.send).not.toHaveBeenCalled();
    expect(world.phase()).toEqual({ name: "accepted", outcome: "leading" });
    expect(world.stored.size).toBe(0);
  });

  it("keeps the server's reason when a bid is refused", async () => {
    const world = setUp();
    world.send.mockResolvedValue({ kind: "rejected", code: "bid_too_low", members: { least_cents: 70_000 }, item: null });
    await world.desk.place(intent);
    expect(world.phase()).toEqual({ name: "rejected", code: "bid_too_low", members: { least_cents: 70_000 } });
    world.desk.dismiss("item-12");
    expect(world.phase()).toBeUndefined();
  });
});
