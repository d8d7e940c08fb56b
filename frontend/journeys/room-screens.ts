import { mkdirSync } from "node:fs";
import { join as joinPath } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Network } from "./network.ts";
import { guest, required } from "./settings.ts";
import { bidNext, firstOpenItemId, join, openItem, signIn, waitUntilLive } from "./steps.ts";

// Writes a picture of every screen of the room to AUGEO_SCREENS_DIR: two lots and a paddle raise at a running Augeo, told in the
// order of an evening. The environment is that of selling.ts, and the gala must be a fresh one.
const folder = required("AUGEO_SCREENS_DIR");
mkdirSync(folder, { recursive: true });
const [mine = "", other = "", ...givers] = required("AUGEO_PADDLES").split(",");
/** The demo's absentee bidders of lot V2 go up to 8,000. */
const ABOVE_ABSENTEES = "9000";
/** Longer than taps are ignored after the first. */
const SECOND_TAP_AFTER_MS = 600;
/** Fonts are in, sheets have slid in, slides have faded, numbers have rolled. */
const SETTLED_MS = 1_200;
/** How long the wall shows SOLD over everything else. */
const SPLASH_MS = 8_000;
const PHONE = { width: 375, height: 812 };
const TABLET = { width: 820, height: 1180 };
const LAPTOP = { width: 1440, height: 900 };
const MODES = { welcome: "1", board: "2", countdown: "3", sponsors: "6", thanks: "7", leaderboard: "8" };

const browser = await launchBrowser();
const open = (options: BrowserContextOptions) => browser.newContext({ serviceWorkers: "block", ...options });
const contexts = {
  stage: await open({ viewport: { width: 1180, height: 820 }, hasTouch: true, permissions: ["screen-wake-lock"] }),
  clerk: await open({ viewport: { width: 1366, height: 768 } }),
  console: await open({ viewport: LAPTOP }),
  donor: await open({ viewport: PHONE, hasTouch: true }),
  display: await open({ viewport: { width: 1920, height: 1080 } }),
  unpaired: await open({ viewport: { width: 1920, height: 1080 } }),
};
const clerkNetwork = await Network.of(contexts.clerk);
const stage = await contexts.stage.newPage();
const clerk = await contexts.clerk.newPage();
const manager = await contexts.console.newPage();
const donor = await contexts.donor.newPage();
const display = await contexts.display.newPage();
const unpaired = await contexts.unpaired.newPage();

const written: string[] = [];
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const digitsOf = (paddle: string) => paddle.split("").join(" ");
const sold = button(stage, /SOLD/).and(stage.locator("[data-sold]"));
const sheet = donor.getByRole("dialog");

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(SETTLED_MS);
  await page.screenshot({ path: joinPath(folder, `${name}.png`) });
  written.push(name);
}

/** The same page of the same guest, on a phone and on a tablet that was turned to it. */
async function shootDonor(name: string): Promise<void> {
  await shoot(donor, `phone-${name}`);
  await donor.setViewportSize(TABLET);
  await shoot(donor, `tablet-${name}`);
  await donor.setViewportSize(PHONE);
}

async function enter(text: string): Promise<void> {
  await clerk.keyboard.type(text);
  await clerk.keyboard.press("Enter");
}

async function openNext(): Promise<void> {
  await button(stage, /^(Open lot|Next lot ›)/).click();
  await sold.waitFor();
  await clerk.getByText("Running", { exact: true }).first().waitFor();
}

async function bid(paddle: string, amount = ""): Promise<void> {
  await enter(`${paddle} ${amount}`.trim());
  await button(stage, new RegExp(`^SOLD ${digitsOf(paddle)}`)).waitFor();
}

async function consolePage(name: string, path: string, size = LAPTOP): Promise<void> {
  await manager.setViewportSize(size);
  await manager.goto(new URL(path, manager.url()).href);
  await manager.getByRole("heading", { level: 1 }).waitFor();
  await manager.waitForLoadState("networkidle");
  await shoot(manager, name);
}

async function everybodyComesIn(): Promise<void> {
  await Promise.all([
    signIn(stage, required("AUGEO_STAGE_LINK"), "/stage"),
    signIn(clerk, required("AUGEO_CLERK_LINK"), "/clerk"),
    signIn(manager, required("AUGEO_STAFF_LINK"), "/admin/room"),
    join(donor, guest("DONOR")),
    display.goto(required("AUGEO_DISPLAY_LINK")),
    unpaired.goto(new URL("/display", required("AUGEO_DISPLAY_LINK")).href),
  ]);
  await waitUntilLive(donor);
  await button(stage, /^Open lot/).waitFor();
  await clerk.getByRole("textbox", { name: "Paddle" }).waitFor();
  await unpaired.getByRole("img", { name: /^[A-Z0-9]{6}$/ }).waitFor();
  await shoot(unpaired, "display-pairing");
  await contexts.unpaired.close();
}

async function theShowBegins(): Promise<void> {
  await openItem(donor, await firstOpenItemId(donor));
  await bidNext(donor);
  await donor.getByRole("region", { name: "Bid" }).getByText(/top bid/).waitFor();
  await button(manager, "Go to Live").click();
  await manager.getByRole("dialog").getByRole("button", { name: "Go to Live" }).click();
  await clerk.getByText("Phase: live").waitFor();
}

async function aLotIsSold(): Promise<void> {
  await donor.getByRole("link", { name: "Live", exact: true }).click();
  await openNext();
  await bid(other);
  await bid(givers[0] ?? "");
  await bid(other);
  await shoot(stage, "stage-bid");
  await shoot(clerk, "clerk-live");
  await shoot(display, "display-live");
  await shootDonor("live");
  await sold.tap();
  await button(stage, /^CONFIRM: SOLD/).waitFor();
  await shoot(stage, "stage-armed");
  await stage.waitForTimeout(SECOND_TAP_AFTER_MS);
  await sold.tap();
  await display.getByRole("status").filter({ hasText: "SOLD" }).waitFor();
  await shoot(display, "display-sold");
  await shoot(stage, "stage-sold");
}

async function theGuestBuysTheNext(): Promise<void> {
  await openNext();
  await bid(mine, ABOVE_ABSENTEES);
  await sold.tap();
  await stage.waitForTimeout(SECOND_TAP_AFTER_MS);
  await sold.tap();
  await button(donor, "Yes, that's mine").waitFor();
  await shoot(donor, "phone-asked");
  await consolePage("console-table", "/confirm", { width: 390, height: 844 });
  await consolePage("console-sales", "/admin/sales");
  await button(donor, "Yes, that's mine").click();
  await donor.getByText(/it's yours for \$9,000/i).first().waitFor();
  await shoot(donor, "phone-won");
}

async function theRoomGives(): Promise<void> {
  await button(clerk, "Paddle raise").click();
  await button(stage, "Paddle raise").click();
  await clerk.getByRole("textbox", { name: "Paddle" }).focus();
  await clerk.keyboard.press("]");
  await clerk.keyboard.press("]");
  await enter(givers[0] ?? "");
  await clerk.keyboard.press("]");
  for (const paddle of givers.slice(0, 3)) await enter(paddle);
  await clerk.keyboard.press("]");
  for (const paddle of givers.slice(3, 8)) await enter(paddle);
  // Nobody has this one: it needs a look.
  await enter("999");
  await clerk.keyboard.press("Enter");
  await clerk.getByText("saved here").first().waitFor({ state: "hidden" });
  await shoot(clerk, "clerk-raise");
  await shoot(stage, "stage-raise");
  await display.waitForTimeout(SPLASH_MS);
  await shoot(display, "display-raise");
  await enter(givers[3] ?? "");
  await clerk.getByText(/already gave/).waitFor();
  await shoot(clerk, "clerk-duplicate");
  await clerk.keyboard.press("Escape");
}

async function theGuestGives(): Promise<void> {
  await donor.getByRole("link", { name: "Give now" }).click();
  const give = button(donor, /^Give \$/).first();
  await give.waitFor();
  await shootDonor("give");
  await give.click();
  await sheet.waitFor();
  await shoot(donor, "phone-give-sheet");
  await sheet.getByRole("button", { name: /^Give \$/ }).click();
  await donor.getByText(/Thank you! .* recorded/).first().waitFor();
  await button(donor, /^Undo your gift/).evaluate((undo) => undo.scrollIntoView({ block: "center" }));
  await shoot(donor, "phone-gifts");
}

async function theClerkHasNoNetwork(): Promise<void> {
  await clerkNetwork.cut();
  for (const paddle of [givers[8], givers[9], givers[1]]) await enter(paddle ?? "");
  await clerk.getByText(/Offline\. 3 entries saved on this laptop/).waitFor({ timeout: 30_000 });
  await shoot(clerk, "clerk-offline");
  await clerkNetwork.mend();
}

async function theConsole(): Promise<void> {
  await consolePage("console-room", "/admin/room");
  await consolePage("console-room-tablet", "/admin/room", TABLET);
  await consolePage("console-room-phone", "/admin/room", { width: 390, height: 844 });
  await consolePage("console-raise", "/admin/raise");
  await consolePage("console-paddles", "/admin/paddles");
}

/** The keys at the screen show what else there is. */
async function theWall(): Promise<void> {
  for (const [mode, key] of Object.entries(MODES)) {
    await display.keyboard.press(key);
    await shoot(display, `display-${mode}`);
  }
  await display.keyboard.press("b");
  await shoot(display, "display-hold");
}

try {
  await everybodyComesIn();
  await theShowBegins();
  await aLotIsSold();
  await theGuestBuysTheNext();
  await theRoomGives();
  await theGuestGives();
  await theClerkHasNoNetwork();
  await theConsole();
  await theWall();
} finally {
  await browser.close();
}
console.log(JSON.stringify({ folder, written }));
