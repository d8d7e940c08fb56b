import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DONE_ROWS_KEPT, Outbox, type OutboxPorts } from "#shared/outbox/outbox.ts";
import type { OutboxRow, SendVerdict } from "#shared/outbox/outbox-row.ts";
import { outboxStore } from "#shared/outbox/outbox-store.ts";

let stores = 0;
let keys = 0;

/** A server that counts a key once, however often it arrives. */
class Server {
  readonly counted = new Map<string, string>();
  readonly arrivals: string[] = [];
  isCut = false;
  losesAnswers = false;
  refuses = new Set<string>();

  send = (row: OutboxRow<string>): Promise<SendVerdict> => {
    if (this.isCut) return Promise.resolve({ kind: "unreachable" });
    this.arrivals.push(row.payload);
    if (this.refuses.has(row.payload)) return Promise.resolve({ kind: "refused", code: "paddle_unknown", members: { paddle: 914 } });
    this.counted.set(row.key, row.payload);
    return Promise.resolve(this.losesAnswers ? { kind: "unreachable" } : { kind: "done", answer: { id: row.key } });
  };
}

function open(server: Server, name: string, overrides: Partial<OutboxPorts<string>> = {}) {
  return new Outbox<string>({ ...outboxStore<string>(name), send: server.send, newKey: () => `key-${String(++keys)}`, now: () => 1_000, ...overrides });
}

const phases = (outbox: Outbox<string>) => outbox.rows().map(({ phase }) => phase);

describe("the outbox", () => {
  let server: Server;
  let name: string;

  beforeEach(() => {
    server = new Server();
    name = `test-${String(++stores)}`;
  });
  afterEach(() => void vi.useRealTimers());

  it("stores a row before it is sent", async () => {
    const seen: number[] = [];
    const store = outboxStore<string>(name);
    const outbox = open(server, name, { send: async (row) => { seen.push((await store.load()).length); return server.send(row); } });
    outbox.add("pledge", "214");
    await outbox.flush();
    expect(seen).toEqual([1]);
    expect(outbox.rows()).toMatchObject([{ kind: "pledge", payload: "214", phase: "done", answer: { id: expect.any(String) as string } }]);
  });

  it("sends in the order in which it was typed, one at a time", async () => {
    let running = 0;
    const outbox = open(server, name, {
      send: async (row) => {
        running += 1;
        expect(running).toBe(1);
        await Promise.resolve();
        running -= 1;
        return server.send(row);
      },
    });
    for (const payload of ["214", "331", "402"]) outbox.add("pledge", payload);
    await outbox.flush();
    expect(server.arrivals).toEqual(["214", "331", "402"]);
  });

  it("loses nothing that is typed while it reads and sends", async () => {
    const outbox = open(server, name, { send: async (row) => { await new Promise((resolve) => setTimeout(resolve, 1)); return server.send(row); } });
    for (let paddle = 1; paddle <= 60; paddle += 1) {
      outbox.add("pledge", String(paddle));
      if (paddle % 3 === 0) await new Promise((resolve) => setTimeout(resolve, paddle % 4));
    }
    await outbox.flush();
    expect(server.arrivals).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)));
    expect(outbox.rows().map(({ payload }) => payload)).toEqual(server.arrivals);
  });

  it("sends what is added in the last moment of a run without waiting for the next", async () => {
    const outbox = open(server, name);
    outbox.add("pledge", "214");
    const unsubscribe = outbox.subscribe(() => {
      if (outbox.rows()[0]?.phase !== "done") return;
      unsubscribe();
      setTimeout(() => outbox.add("pledge", "331"), 0);
    });
    await outbox.flush();
    await vi.waitFor(() => expect(phases(outbox)).toEqual(["done", "done"]));
  });

  it("keeps what was typed without network over a reload, and sends it once", async () => {
    server.isCut = true;
    const before = open(server, name);
    for (let paddle = 1; paddle <= 20; paddle += 1) before.add("pledge", String(paddle));
    await before.flush();
    expect(new Set(phases(before))).toEqual(new Set(["saved"]));
    before.stop();
    server.isCut = false;
    const after = open(server, name);
    await after.restore();
    await after.restore();
    expect(server.arrivals).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)));
    expect(new Set(phases(after))).toEqual(new Set(["done"]));
  });

  it("sends the same key after a lost answer, so that it counts once", async () => {
    server.losesAnswers = true;
    const before = open(server, name);
    before.add("pledge", "214");
    await before.flush();
    server.losesAnswers = false;
    const after = open(server, name);
    await after.restore();
    expect(server.arrivals).toEqual(["214", "214"]);
    expect([...server.counted.values()]).toEqual(["214"]);
    expect(phases(after)).toEqual(["done"]);
  });

  it("stops a run at the first row that cannot be sent", async () => {
    const outbox = open(server, name);
    server.isCut = true;
    outbox.add("pledge", "214");
    outbox.add("pledge", "331");
    await outbox.flush();
    expect(server.arrivals).toEqual([]);
    expect(phases(outbox)).toEqual(["saved", "saved"]);
  });

  it("goes on behind a refused row and keeps it for somebody to look at", async () => {
    server.refuses.add("914");
    const outbox = open(server, name);
    outbox.add("pledge", "914");
    outbox.add("pledge", "331");
    await outbox.flush();
    expect(phases(outbox)).toEqual(["refused", "done"]);
    expect(outbox.rows()[0]?.refusal).toEqual({ code: "paddle_unknown", members: { paddle: 914 } });
  });

  it("sends other words under a new key, and the same words under the same", async () => {
    server.refuses.add("914");
    const outbox = open(server, name);
    const { id, key } = outbox.add("pledge", "914");
    await outbox.flush();
    outbox.retry(id);
    await outbox.flush();
    expect(outbox.find(id)).toMatchObject({ key, phase: "refused" });
    outbox.retry(id, "194");
    await outbox.flush();
    expect(outbox.rows()).toHaveLength(1);
    expect(outbox.find(id)).toMatchObject({ id, payload: "194", phase: "done" });
    expect(outbox.find(id)?.key).not.toBe(key);
    expect(outbox.find(id)).not.toHaveProperty("refusal");
  });

  it("drops a refused row for good, and never one that may be on its way", async () => {
    server.refuses.add("914");
    const outbox = open(server, name);
    const { id } = outbox.add("pledge", "914");
    await outbox.flush();
    server.isCut = true;
    const waiting = outbox.add("pledge", "331");
    await outbox.flush();
    outbox.drop(id);
    outbox.drop(waiting.id);
    const after = open(server, name);
    await after.restore();
    expect(after.rows().map(({ payload }) => payload)).toEqual(["331"]);
  });

  it("comes back to a busy server by itself", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let isBusy = true;
    const memory: OutboxRow<string>[] = [];
    const outbox = open(server, name, {
      load: () => Promise.resolve([...memory]),
      save: (rows) => { memory.splice(0, memory.length, ...rows); return Promise.resolve(); },
      send: (row) => (isBusy ? Promise.resolve({ kind: "busy", retryAfterS: 2 }) : server.send(row)),
    });
    outbox.add("pledge", "214");
    await outbox.flush();
    expect(phases(outbox)).toEqual(["saved"]);
    isBusy = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(phases(outbox)).toEqual(["done"]);
  });

  it("sends what another tab typed once, whoever holds the lock", async () => {
    let tail: Promise<unknown> = Promise.resolve();
    const lock = <T,>(work: () => Promise<T>): Promise<T> => {
      const turn = tail.then(work);
      tail = turn;
      return turn;
    };
    const one = open(server, name, { lock });
    const other = open(server, name, { lock });
    one.add("pledge", "214");
    other.add("pledge", "331");
    await Promise.all([one.flush(), other.flush()]);
    await Promise.all([one.restore(), other.restore()]);
    expect([...server.arrivals].sort()).toEqual(["214", "331"]);
    expect(phases(one)).toEqual(["done", "done"]);
    expect(phases(other)).toEqual(["done", "done"]);
  });

  it("still sends when the browser refuses to store", async () => {
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("refused", "SecurityError");
    });
    const outbox = open(server, name);
    outbox.add("pledge", "214");
    outbox.add("pledge", "331");
    await outbox.flush();
    expect(server.arrivals).toEqual(["214", "331"]);
    expect(phases(outbox)).toEqual(["done", "done"]);
  });

  it("forgets the oldest answered rows", async () => {
    const outbox = open(server, name);
    for (let paddle = 1; paddle <= DONE_ROWS_KEPT + 5; paddle += 1) outbox.add("pledge", String(paddle));
    await outbox.flush();
    expect(outbox.rows()).toHaveLength(DONE_ROWS_KEPT);
    expect(outbox.rows()[0]?.payload).toBe("6");
    const after = open(server, name);
    await after.restore();
    expect(after.rows()).toHaveLength(DONE_ROWS_KEPT);
  });
});
