import { screen } from "@testing-library/react";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { MyBidsPage } from "#features/bids/my-bids-page.tsx";
import { PayPage } from "#features/settlement/pay-page.tsx";
import type { OwnPledge } from "#shared/api/types.ts";
import { usePledged } from "#shared/event/my-pledges-query.ts";
import { makeEvent, makeItem } from "#testing/make.ts";
import { renderDonor } from "#testing/render-donor.tsx";
import { makeRaise, roomGuestHandlers, RoomGuestWorld } from "#testing/room-guest-world.ts";

vi.mock("#shared/realtime/open-socket.ts");

const event = makeEvent();
const makeGift = (id: string, amount_cents: number, change: Partial<OwnPledge> = {}): OwnPledge => ({
  id, level_id: "level-1000", amount_cents, pay_by: null, source: "phone", is_reversed: false, may_undo: false, recorded_at: new Date().toISOString(), ...change,
});

function Pay() {
  return <PayPage event={event} owedNowCents={30_000} gifts={usePledged(event.id)} isOffline={false} />;
}

describe("what is owed if everything ends now", () => {
  const server = setupServer();
  let world: RoomGuestWorld;
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  beforeEach(() => {
    world = new RoomGuestWorld();
    world.items.clear();
    world.myBids.clear();
    world.items.set("top", makeItem({ id: "top", leader_paddle: 214, price_cents: 30_000 }));
    world.raise = makeRaise();
    world.pledges = [makeGift("a", 100_000), makeGift("b", 50_000, { pay_by: "card", source: "clerk" }), makeGift("c", 500_000, { is_reversed: true })];
    server.resetHandlers(...roomGuestHandlers(world));
  });

  it.each([["My bids", <MyBidsPage key="bids" event={event} />], ["Pay", <Pay key="pay" />]])("has the gifts of the paddle raise in it, on %s", async (_, page) => {
    renderDonor(world, page);
    expect(await screen.findByText(/If everything ends now you owe \$1,800\./)).toBeVisible();
    expect(screen.queryByText(/another way/)).toBeNull();
  });

  it.each([["My bids", <MyBidsPage key="bids" event={event} />], ["Pay", <Pay key="pay" />]])("says which gifts are paid another way, on %s", async (_, page) => {
    world.pledges = [makeGift("a", 100_000), makeGift("d", 250_000, { pay_by: "daf" })];
    renderDonor(world, page);
    const words = await screen.findByText(/If everything ends now you owe \$1,300\./);
    expect(words).toHaveTextContent("Gifts that you pay another way are not in it: $2,500.");
  });
});
