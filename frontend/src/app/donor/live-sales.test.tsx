import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { eachInAGuestRoom, openGuestFace } from "#testing/guest-room.tsx";
import { problem } from "#testing/problem.ts";

vi.mock("#shared/realtime/open-socket.ts");

const here = eachInAGuestRoom();
const alertText = (text: string | RegExp) => screen.findByText(text, { selector: "[role=alert]" });
const YOURS = "Item 3: it's yours for $6,000. Your bill comes after the auction.";

async function openAndSellTo(paddle: number) {
  here.world.open();
  here.world.take("lot-3", paddle);
  const opened = await openGuestFace();
  await screen.findByRole("region", { name: "Bid in the room" });
  here.world.sell("lot-3", paddle);
  here.room.tell();
  return opened;
}

describe("a lot that was sold", () => {
  it("asks the paddle whether it was really them, and says that it is theirs only after a yes", async () => {
    const { user } = await openAndSellTo(214);
    const question = within(await screen.findByRole("region", { name: "Sale of Item 3" }));
    expect(question.getByText("Item 3 was sold to paddle 214 for $6,000. Is that you?")).toBeVisible();
    expect(await alertText("Item 3 was sold to paddle 214 for $6,000. Is that you?")).toBeInTheDocument();
    expect(screen.queryByText(/it's yours/i)).toBeNull();
    await user.click(question.getByRole("button", { name: "Yes, that's mine" }));
    expect(await alertText(YOURS)).toBeInTheDocument();
    expect(here.sent.map(({ path, body }) => ({ path, body }))).toEqual([{ path: "/live-sales/sale-lot-3/mine", body: { is_mine: true } }]);
    expect(screen.queryByRole("region", { name: "Sale of Item 3" })).toBeNull();
  });

  it("lets the paddle say that it was not them, and says nothing more when it is taken off them", async () => {
    const { user } = await openAndSellTo(214);
    await user.click(await screen.findByRole("button", { name: "That's not me" }));
    await user.click(await screen.findByRole("button", { name: "Yes, it's not mine" }));
    expect(await screen.findByText("Thank you. Our team looks at Item 3 again, and you owe nothing for it now.", { selector: "section p" })).toBeVisible();
    expect(here.sent.map(({ body }) => body)).toEqual([{ is_mine: false }]);
    here.world.undoSale("lot-3");
    here.room.tell();
    await waitFor(() => expect(screen.queryByRole("region", { name: "Sale of Item 3" })).toBeNull());
    expect(screen.queryByText(/was reopened/)).toBeNull();
  });

  it("does not undo a sale by one tap, nor by two on the same spot", async () => {
    const { user } = await openAndSellTo(214);
    await user.dblClick(await screen.findByRole("button", { name: "That's not me" }));
    expect(screen.getByRole("button", { name: "Yes, that's mine" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "That's not me" }));
    expect(screen.getByText("Then it is not yours, and the auctioneer may sell it again.", { selector: "p" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(here.sent).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Yes, that's mine" }));
    expect(await alertText(YOURS)).toBeInTheDocument();
  });

  it("keeps the question when the answer was not heard", async () => {
    const { user } = await openAndSellTo(214);
    here.server.use(http.post("*/api/v1/live-sales/:id/mine", () => problem(503, "dependency_down")));
    await user.click(await screen.findByRole("button", { name: "Yes, that's mine" }));
    expect(await alertText("That did not work. Please try again, or find a volunteer.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Yes, that's mine" })).toBeVisible();
  });

  it("is announced as theirs when somebody else has confirmed it, once", async () => {
    await openAndSellTo(214);
    await screen.findByRole("region", { name: "Sale of Item 3" });
    here.world.own.sales = here.world.own.sales.map((sale) => ({ ...sale, is_confirmed: true }));
    here.room.say("you_won", { item_id: "lot-3", sale_id: "sale-lot-3", amount_cents: 600_000 });
    expect(await alertText(YOURS)).toBeInTheDocument();
    here.world.changeLive("lot-3", { sales: [{ paddle: 214, amount_cents: 600_000, is_confirmed: true }] });
    here.room.tell();
    expect(await screen.findByText("It's yours for $6,000. Your bill comes after the auction.")).toBeVisible();
    expect((await alertText(/it's yours/)).textContent).toBe(YOURS);
  });

  it("is owed nothing for when it is reopened", async () => {
    await openAndSellTo(214);
    await screen.findByRole("region", { name: "Sale of Item 3" });
    here.world.undoSale("lot-3");
    here.room.tell();
    expect(await alertText("The sale of item 3 was reopened. You owe nothing for it now.")).toBeInTheDocument();
    expect(screen.queryByRole("region", { name: "Sale of Item 3" })).toBeNull();
  });

  it("is no longer theirs when the paddle was put right", async () => {
    await openAndSellTo(214);
    await screen.findByRole("region", { name: "Sale of Item 3" });
    here.world.own.sales = [];
    here.world.changeLive("lot-3", { sales: [{ paddle: 241, amount_cents: 600_000, is_confirmed: true }] }, { leader_paddle: 241 });
    here.room.tell();
    expect(await alertText("Item 3 is no longer on your bill. You owe nothing for it now.")).toBeInTheDocument();
  });

  it("of somebody else is only in the list", async () => {
    await openAndSellTo(331);
    expect(await screen.findByText("Sold for $6,000 to paddle 331")).toBeVisible();
    expect(screen.queryByRole("region", { name: "Sale of Item 3" })).toBeNull();
  });
});

describe("what everybody is told", () => {
  it("pauses only the own paddle, closes its sheet, and says when it may bid again", async () => {
    here.world.open();
    const { user } = await openGuestFace();
    await user.click(await screen.findByRole("button", { name: "Bid $6,000" }));
    await screen.findByRole("dialog");
    here.world.paddleStatus = "locked";
    here.room.say("paddle_locked", { paddle_number: 331 });
    here.world.take("lot-3", 331);
    here.room.tell();
    expect(await screen.findByRole("dialog", { name: "Bid $6,500 as paddle 214?" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Bid $6,500", description: "Paddle 331 has it" })).toHaveAttribute("aria-disabled", "false");
    here.room.say("paddle_locked", { paddle_number: 214 });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const words = "Bidding is paused for paddle 214. You can still watch. Please see our team at the welcome desk, we'll sort it out.";
    expect(await alertText(words)).toBeInTheDocument();
    const button = screen.getByRole("button", { name: "Bidding is paused" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    expect(button).toHaveAccessibleDescription(words);
    await user.click(button);
    here.world.paddleStatus = "active";
    here.room.say("paddle_unlocked", { paddle_number: 214 });
    expect(await alertText("Paddle 214 can bid again.")).toBeInTheDocument();
    expect(await screen.findByRole("button", { name: "Bid $6,500" })).toBeVisible();
    expect(here.sent).toEqual([]);
  });

  it("is read again when a lock was missed while the socket was down", async () => {
    here.world.open();
    await openGuestFace();
    await screen.findByRole("button", { name: "Bid $6,000" });
    here.room.drop();
    here.world.paddleStatus = "locked";
    here.world.stateVersion += 1;
    expect(await screen.findByRole("button", { name: "Bidding is paused" }, { timeout: 6_000 })).toBeVisible();
  });

  it("shows an announcement until it is closed, and that the show is stopped", async () => {
    here.world.open();
    const { user } = await openGuestFace();
    here.world.announce("Dessert is served on the terrace.");
    here.room.tell();
    const banner = within(await screen.findByRole("region", { name: "Announcement" }));
    expect(banner.getByText("Dessert is served on the terrace.")).toBeVisible();
    expect(await screen.findByText("Dessert is served on the terrace.", { selector: "[role=status]" })).toBeInTheDocument();
    await user.click(banner.getByRole("button", { name: "Close this announcement" }));
    expect(screen.queryByRole("region", { name: "Announcement" })).toBeNull();
    here.world.stop(new Date().toISOString());
    here.room.tell();
    expect(await screen.findByRole("button", { name: "Bidding is paused" })).toHaveAttribute("aria-disabled", "true");
    expect(await alertText("One moment, please. Bidding is paused and your bids are safe.")).toBeInTheDocument();
  });

  it("says that it is a rehearsal, and only then", async () => {
    await openGuestFace();
    expect(screen.queryByText("REHEARSAL, no real money")).toBeNull();
    cleanup();
    here.world.event.is_rehearsal = true;
    await openGuestFace();
    expect(await screen.findByText("REHEARSAL, no real money")).toBeVisible();
  });

  it("shows the word on the tab while a lot runs, and the own paddle with the name's switch", async () => {
    const { user } = await openGuestFace();
    expect(screen.getByRole("link", { name: "Live" })).toBeVisible();
    here.world.open();
    here.room.tell();
    expect(await screen.findByRole("link", { name: "Live now" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Paddle 214, your settings" }));
    const sheet = within(await screen.findByRole("dialog", { name: "Your paddle" }));
    const shown = sheet.getByRole("switch", { name: "My name on the screens of the room" });
    expect(shown).not.toBeChecked();
    await user.click(shown);
    await waitFor(() => expect(here.world.nameShown).toBe(true));
    await waitFor(() => expect(shown).toBeChecked());
  });
});
