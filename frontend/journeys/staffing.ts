import { mkdirSync } from "node:fs";
import { join as joinPath } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Recorder } from "./recorder.ts";
import { guest, optional, required } from "./settings.ts";
import { bidNext, join, signIn, waitUntilLive } from "./steps.ts";

// Staff at a running Augeo with the demo's lots: a clerk bids for a guest without a phone, a manager voids that bid, pauses and
// resumes, extends, withdraws and asks for a second person; the donor's phone shows each of it. AUGEO_PADDLE is the paddle of a
// guest without a phone. With AUGEO_SCREENS_DIR every staff screen is also written as a picture in three sizes.
const recorder = new Recorder();
const folder = optional("AUGEO_SCREENS_DIR");
const paddle = required("AUGEO_PADDLE");
const LOT = required("AUGEO_LOT");
const PHONE = { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true, serviceWorkers: "block" as const };
const LAPTOP = { viewport: { width: 1280, height: 800 }, serviceWorkers: "block" as const, acceptDownloads: true };
const SIZES = { phone: { width: 375, height: 667 }, tablet: { width: 768, height: 1024 }, laptop: { width: 1280, height: 800 } };

async function look(page: Page, name: string): Promise<void> {
  if (folder !== null) {
    mkdirSync(folder, { recursive: true });
    const own = page.viewportSize() ?? SIZES.laptop;
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.waitForTimeout(350);
      await page.screenshot({ path: joinPath(folder, `staff-${name}-${size}.png`) });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (excess > 0) throw new Error(`${name} is ${String(excess)} px too wide on a ${size}`);
    }
    await page.setViewportSize(own);
  }
  await recorder.audit(page, name);
}

const dialog = (page: Page) => page.getByRole("dialog");
const bar = (page: Page) => page.getByRole("region", { name: "Bid" });

/** The server's words about an act, then the dialog is closed and focus is back where it came from. */
async function done(page: Page, words: string | RegExp): Promise<void> {
  await dialog(page).getByText(words).waitFor({ timeout: 10_000 });
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await dialog(page).waitFor({ state: "hidden" });
}

const browser = await launchBrowser();
const donor = await (await browser.newContext(PHONE)).newPage();
const clerk = await (await browser.newContext(PHONE)).newPage();
const manager = await (await browser.newContext(LAPTOP)).newPage();
const owner = await (await browser.newContext(LAPTOP)).newPage();
for (const [page, who] of [[donor, "donor"], [clerk, "clerk"], [manager, "manager"], [owner, "owner"]] as const) recorder.watch(page, who);
let amount = "";

try {
  await recorder.check("everybody is in, and the donor leads", async () => {
    await Promise.all([
      join(donor, guest("DONOR")),
      signIn(clerk, required("AUGEO_CLERK_LINK"), "/assist"),
      signIn(manager, required("AUGEO_STAFF_LINK"), "/admin/items"),
      signIn(owner, required("AUGEO_OWNER_LINK"), "/admin/requests"),
    ]);
    await waitUntilLive(donor);
    await donor.getByRole("searchbox").fill(LOT);
    await donor.locator("main li a").filter({ hasText: `Item ${LOT}` }).first().click();
    await bidNext(donor);
    await bar(donor).getByText(/top bid/).waitFor();
  });

  await recorder.check("a clerk bids for a guest without a phone, who reads it first", async () => {
    await clerk.getByLabel("Paddle number").fill(paddle);
    await clerk.getByRole("searchbox").fill(LOT);
    await look(clerk, "assist-find");
    await clerk.getByRole("searchbox").press("Enter");
    await look(clerk, "assist-amount");
    const show = clerk.getByRole("button", { name: /^Show the guest: / });
    amount = ((await show.textContent()) ?? "").replace("Show the guest: ", "");
    await show.click();
    await dialog(clerk).getByRole("heading", { name: `Paddle ${paddle} bids ${amount} on item ${LOT}` }).waitFor();
    await clerk.waitForTimeout(800);
    await look(clerk, "assist-guest");
    await dialog(clerk).getByRole("button", { name: "Guest agrees, place it" }).click();
    await clerk.getByRole("heading", { name: `Top bid: ${amount}` }).waitFor();
    await look(clerk, "assist-answer");
    await bar(donor).getByText(/Someone bid more/).waitFor();
  });

  await recorder.check("the next guest starts with an empty form, and the list keeps the outcome", async () => {
    await clerk.getByRole("button", { name: "Next guest" }).click();
    await clerk.getByRole("region", { name: "Last entries of this device" }).getByText("Top bid").waitFor();
    await clerk.getByLabel("Paddle number").fill("99999");
    await clerk.getByRole("button", { name: "Show the guest" }).click();
    await clerk.getByText("Choose the item first.").waitFor();
    await look(clerk, "assist-missing");
  });

  await recorder.check("a manager finds the bid in the record and voids it; the donor leads again", async () => {
    await look(manager, "items");
    await manager.getByRole("link", { name: `Record of Item ${LOT}` }).click();
    await manager.getByRole("heading", { name: `Record of Item ${LOT}` }).waitFor();
    await look(manager, "record");
    await manager.getByRole("button", { name: new RegExp(`^Void step .* of paddle ${paddle}$`) }).click();
    await look(manager, "void");
    await dialog(manager).getByRole("button", { name: new RegExp(`^Void this bid of paddle ${paddle}`) }).click();
    await done(manager, /^1 bid is void\./);
    await manager.getByText(/took back bids/).waitFor();
    await look(manager, "record-void");
    await bar(donor).getByText(/top bid/).waitFor();
  });

  await recorder.check("the record is saved as PDF, and its filters hide what is not asked", async () => {
    const [file] = await Promise.all([manager.waitForEvent("download"), manager.getByRole("button", { name: "Download PDF" }).click()]);
    if (!file.suggestedFilename().endsWith(".pdf")) throw new Error(`not a PDF: ${file.suggestedFilename()}`);
    await manager.getByRole("checkbox", { name: "Staff" }).uncheck();
    await manager.getByText(/took back bids/).waitFor({ state: "hidden" });
    if (folder === null) return;
    await manager.emulateMedia({ media: "print" });
    await manager.screenshot({ path: joinPath(folder, "staff-record-print.png"), fullPage: true });
    await manager.emulateMedia({ media: "screen" });
  });

  await recorder.check("a pause stops the donor's clock, and the resume is announced", async () => {
    await manager.getByRole("link", { name: "All items" }).click();
    await manager.getByRole("button", { name: /^Pause (?!.*Silent)/ }).first().click();
    await look(manager, "pause");
    await dialog(manager).getByRole("button", { name: /^Pause/ }).click();
    await done(manager, /(is|are) paused\./);
    await donor.getByText(/Clock stopped|clock is stopped/i).first().waitFor();
    await look(manager, "paused");
    await manager.getByRole("button", { name: /^Resume/ }).first().click();
    await dialog(manager).getByRole("button", { name: /in 30 s$/ }).click();
    await done(manager, /^Bidding goes on at/);
    await manager.getByRole("timer").filter({ hasText: "Resumes" }).first().waitFor();
    await look(manager, "resuming");
    await donor.getByText(/resumes/i).first().waitFor();
  });

  await recorder.check("five more minutes; Esc closes a dialog and focus returns", async () => {
    const acts = manager.getByRole("button", { name: `Acts on Item ${LOT}` });
    await acts.click();
    await look(manager, "acts");
    await manager.keyboard.press("Escape");
    await dialog(manager).waitFor({ state: "hidden" });
    if (!(await acts.evaluate((button) => button === document.activeElement))) throw new Error("focus did not return to the button");
    await acts.click();
    await dialog(manager).getByRole("button", { name: "Extend by 5 minutes" }).click();
    await dialog(manager).getByLabel("Why (for the record)").fill("The band is late");
    await look(manager, "extend");
    await dialog(manager).getByRole("button", { name: /^Extend by 5 minutes/ }).click();
    await done(manager, /now closes/);
  });

  await recorder.check("nothing waits for the second person yet, and that is said", async () => {
    await owner.getByText("Nothing waits for a second person.").waitFor();
    await look(owner, "requests-empty");
  });
} finally {
  await browser.close();
}
recorder.finish();
