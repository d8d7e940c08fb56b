import { screen, within } from "@testing-library/react";
import { Suspense } from "react";
import { describe, expect, it } from "vitest";
import { StaffBar } from "#app/staff/staff-bar.tsx";
import { consoleOf } from "#testing/room-console.tsx";

describe("the bar of staff", () => {
  const open = consoleOf(() => (
    <Suspense>
      <StaffBar />
    </Suspense>
  ));

  it("groups its links into what is managed and the seats of the room", async () => {
    open();
    const bar = within(await screen.findByRole("navigation", { name: "Staff" }));
    const labels = (group: string) => within(bar.getByRole("list", { name: group })).getAllByRole("link").map(({ textContent }) => textContent);
    expect(labels("Manage")).toEqual(["Room", "Auction", "Requests", "Live sales", "Raise", "Paddles", "Checkout"]);
    expect(labels("Seats")).toEqual(["Stage", "Clerk", "At the table", "Bid-assist"]);
  });

  it("stops the whole show from any page, and lets it go on", async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole("button", { name: "Stop the show" }));
    await user.click(await screen.findByRole("button", { name: "Stop the show: Gala 26" }));
    expect(await within(screen.getByRole("dialog")).findByText("The show is stopped. 3 clocks stand still.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Done" }));
    expect(await screen.findByText("Stopped")).toBeVisible();
    expect(screen.getByRole("button", { name: "Go on…" })).toBeVisible();
    expect(world.sent).toMatchObject([{ path: "/events/event-1/pause", body: { section_id: null } }]);
  });
});
