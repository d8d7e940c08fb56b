import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ActVerdict, PendingAct } from "#shared/money-act/act-flight.ts";
import { MoneyDesk } from "#shared/money-act/money-desk.ts";

type Look = ActVerdict<string> | { kind: "absent" };

const never = () => new Promise<never>(() => undefined);

function makeDesk(overrides: { send?: () => Promise<ActVerdict<string>>; lookUp?: () => Promise<Look>; load?: PendingAct<number>[] } = {}) {
  const kept = new Map<string, PendingAct<number>>();
  const send = vi.fn<(act: PendingAct<number>, signal: AbortSignal) => Promise<ActVerdict<string>>>(overrides.send ?? never);
  const lookUp = vi.fn(overrides.lookUp ?? (() => Promise.resolve<Look>({ kind: "absent" })));
  const onSettled = vi.fn();
  let keys = 0;
  const desk = new MoneyDesk<number, string>({
    send,
    lookUp,
    save: (act) => Promise.resolve(void kept.set(act.key, act)),
    forget: (key) => Promise.resolve(void kept.delete(key)),
    load: () => Promise.resolve(overrides.load ?? []),
    newKey: () => `key-${String((keys += 1))}`,
    onSettled,
  });
  return { desk, send, lookUp, kept, onSettled, phase: () => desk.getFlights().gift?.phase };
}

describe("the way of an act about money", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("keeps the key before it sends, and forgets it when the answer is here", async () => {
    const { desk, kept, phase, onSettled } = makeDesk({
      send: () => {
        expect(kept.size).toBe(1);
        return Promise.resolve({ kind: "accepted", answer: "thanks" });
      },
    });
    await desk.start("gift", 100);
    expect(phase()).toEqual({ name: "accepted", answer: "thanks" });
    expect(kept.size).toBe(0);
    expect(onSettled).toHaveBeenCalledOnce();
  });

  it("sends the same key again at 3 s, looks it up at 8 s and says at 20 s that there is no answer", async () => {
    const { desk, send, lookUp, phase } = makeDesk({ lookUp: () => Promise.resolve({ kind: "unreachable" }) });
    void desk.start("gift", 100);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(phase()).toEqual({ name: "still_sending" });
    expect(send.mock.calls.map(([act]) => act.key)).toEqual(["key-1", "key-1"]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(phase()).toEqual({ name: "checking" });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(phase()).toEqual({ name: "no_answer" });
    expect(lookUp.mock.calls.length).toBeGreaterThan(2);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it("breaks off its requests before it looks, and calls it not arrived only when it is absent twice", async () => {
    const { desk, send, lookUp, phase } = makeDesk();
    void desk.start("gift", 100);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(send.mock.calls.every(([, signal]) => signal.aborted)).toBe(true);
    expect(phase()).toEqual({ name: "checking" });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(lookUp).toHaveBeenCalledTimes(2);
    expect(phase()).toEqual({ name: "not_arrived" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it("finds what arrived although its answer was lost", async () => {
    const { desk, phase } = makeDesk({ send: () => Promise.resolve({ kind: "unreachable" }), lookUp: () => Promise.resolve({ kind: "accepted", answer: "thanks" }) });
    void desk.start("gift", 100);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(phase()).toEqual({ name: "accepted", answer: "thanks" });
  });

  it("is told why it was refused, and may start again with a new key", async () => {
    const { desk, send, phase } = makeDesk({ send: () => Promise.resolve({ kind: "rejected", code: "ask_moved", members: {} }) });
    await desk.start("gift", 100);
    expect(phase()).toEqual({ name: "rejected", code: "ask_moved", members: {} });
    await desk.start("gift", 200);
    expect(send.mock.calls.map(([act]) => [act.key, act.intent])).toEqual([["key-1", 100], ["key-2", 200]]);
  });

  it("tries a busy server three times, then looks", async () => {
    const { desk, send, phase } = makeDesk({ send: () => Promise.resolve({ kind: "busy", retryAfterS: 0.5 }) });
    void desk.start("gift", 100);
    await vi.advanceTimersByTimeAsync(100);
    expect(phase()).toEqual({ name: "busy", attempt: 2 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toEqual({ name: "checking" });
    expect(send).toHaveBeenCalledTimes(3);
  });

  it("takes one act at a time in each slot", async () => {
    const { desk, send } = makeDesk();
    void desk.start("gift", 100);
    void desk.start("gift", 100);
    void desk.start("other", 100);
    await vi.advanceTimersByTimeAsync(10);
    expect(send.mock.calls.map(([act]) => act.slot)).toEqual(["gift", "other"]);
  });

  it("queues nothing without a connection", async () => {
    const { desk, send, phase, kept } = makeDesk();
    desk.setOffline(true);
    await desk.start("gift", 100);
    expect(phase()).toEqual({ name: "not_sent" });
    desk.setOffline(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).not.toHaveBeenCalled();
    expect(kept.size).toBe(0);
  });

  it("looks up after a reload what was on its way, and never sends it again", async () => {
    const { desk, send, lookUp, phase } = makeDesk({ load: [{ key: "old", slot: "gift", intent: 100 }], lookUp: () => Promise.resolve({ kind: "accepted", answer: "thanks" }) });
    await desk.restore();
    await vi.advanceTimersByTimeAsync(10);
    expect(lookUp).toHaveBeenCalledOnce();
    expect(phase()).toEqual({ name: "accepted", answer: "thanks" });
    expect(send).not.toHaveBeenCalled();
  });
});
