import { describe, expect, it } from "vitest";
import { sellingOf } from "#features/clerk/live-sale.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { RoomWorld } from "#testing/room-world.ts";

const money = (cents: number) => `$${String(cents / 100)}`;

describe("what S sells once a lot with copies is sold", () => {
  function soldLot(): LiveLot {
    const world = new RoomWorld();
    world.sell("lot-3", 214, 550_000);
    return world.changeLive("lot-3", { copies_left: 2, ask_cents: 600_000 }) as LiveLot;
  }

  it("sells a further copy for the price of the sale that stands, not for the next ask", () => {
    const lot = soldLot();
    const selling = sellingOf({ kind: "bid", paddle: 331, cents: null }, lot, [lot], money, String);
    expect(selling).toMatchObject({ cents: 550_000, body: { paddle_number: 331, amount_cents: 550_000, is_copy: true } });
    expect(selling?.question).toContain("One more: sold 331 · $5500?");
  });

  it("sells it for another price when one is typed", () => {
    const lot = soldLot();
    expect(sellingOf({ kind: "bid", paddle: 331, cents: 500_000 }, lot, [lot], money, String)?.cents).toBe(500_000);
  });
});
