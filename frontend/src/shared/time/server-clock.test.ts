import { describe, expect, it } from "vitest";
import { remaining } from "#shared/time/format-time.ts";
import { ServerClock } from "#shared/time/server-clock.ts";

const SERVER = "2026-11-22T21:00:00.000Z";

function clockAt(start: number) {
  const device = { now: start };
  return { device, clock: new ServerClock(() => device.now, () => Date.parse(SERVER) + 600_000) };
}

describe("the server's clock", () => {
  it("is right within half the trip although the phone is ten minutes fast", () => {
    const { clock } = clockAt(1_000);
    clock.sync(SERVER, 1_000, 1_200);
    expect(clock.now()).toBe(Date.parse(SERVER) - 100);
    expect(clock.isFresh()).toBe(true);
  });
  it("keeps the better of two readings within a minute", () => {
    const { device, clock } = clockAt(0);
    clock.sync(SERVER, 0, 20);
    device.now = 5_000;
    clock.sync("2026-11-22T21:00:09.000Z", 3_000, 5_000);
    expect(clock.now()).toBe(Date.parse(SERVER) + 4_990);
  });
  it("never runs backwards for a small correction", () => {
    const { device, clock } = clockAt(0);
    clock.sync(SERVER, 0, 0);
    device.now = 10_000;
    const before = clock.now();
    device.now = 70_000;
    clock.sync("2026-11-22T21:01:08.000Z", 70_000, 70_000);
    device.now = 70_001;
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    const after = clock.now();
    expect(clock.now()).toBe(after);
  });
  it("is not fresh after 90 seconds without news", () => {
    const { device, clock } = clockAt(0);
    clock.sync(SERVER, 0, 0);
    device.now = 90_001;
    expect(clock.isFresh()).toBe(false);
  });
});

describe("the time left", () => {
  it("reads in minutes and seconds, and roughly when the time is not known well", () => {
    expect(remaining(134_000, true)).toBe("2\u00A0min\u00A014\u00A0s");
    expect(remaining(9_500, true)).toBe("10\u00A0s");
    expect(remaining(134_000, false)).toBe("≈\u00A02\u00A0min");
    expect(remaining(4_320_000, true)).toBe("1\u00A0h\u00A012\u00A0min");
    expect(remaining(-5, true)).toBe("0\u00A0s");
  });
});
