import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Network } from "./network.ts";
import { Recorder } from "./recorder.ts";
import { guest, optional, required } from "./settings.ts";
import { join, signIn, waitUntilLive } from "./steps.ts";

// A live auction at a running Augeo: the auctioneer sells eight lots with two taps each, three of them made up on the stage; a clerk
// types who bids; one sale is undone, and one lot is sold by both to different paddles while the clerk has no network. The guest of
// AUGEO_DONOR_LINK has the first of AUGEO_PADDLES.
const recorder = new Recorder();
const folder = optional("AUGEO_SCREENS_DIR");
const paddles = required("AUGEO_PADDLES").split(",");
const [mine = "", other = "", third = ""] = paddles;
const LOTS = 8;
const OFF_SCRIPT = ["A kiss from the mayor", "The band plays until two", "The last bottle of the house wine"];
/** The demo's absentee bidders of lot V2 go up to 8,000. */
const ABOVE_ABSENTEES = "9000";
/** Longer than taps are ignored after the first. */
const SECOND_TAP_AFTER_MS = 600;

const browser = await launchBrowser();
const contexts = {
  stage: await browser.newContext({ viewport: { width: 1180, height: 820 }, hasTouch: true, serviceWorkers: "block" }),
  clerk: await browser.newContext({ viewport: { width: 1366, height: 768 }, serviceWorkers: "block" }),
  donor: await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, serviceWorkers: "block" }),
  display: await browser.newContext({ viewport: { width: 1920, height: 1080 }, serviceWorkers: "block" }),
};
const clerkNetwork = await Network.of(contexts.clerk);
const stage = await contexts.stage.newPage();
const clerk = await contexts.clerk.newPage();
const donor = await contexts.donor.newPage();
const display = await contexts.display.newPage();
for (const [page, who] of [[stage, "stage"], [clerk, "clerk"], [donor, "donor"], [display, "display"]] as const) recorder.watch(page, who);

async function look(page: Page, name: string): Promise<void> {
  if (folder !== null) await page.screenshot({ path: `${folder}/sell-${name}.png` });
  await recorder.audit(page, name);
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const digitsOf = (paddle: string) => paddle.split("").join(" ");
const sold = button(stage, /SOLD/).and(stage.locator("[data-sold]"));
let taps = 0;

async function tap(): Promise<void> {
  taps += 1;
  await sold.tap();
}

async function clerkBids(paddle: string): Promise<void> {
  await clerk.keyboard.type(paddle);
  await clerk.keyboard.press("Enter");
}

/** On the stage; the clerk's laptop follows. */
async function openNext(): Promise<void> {
  const opens = button(stage, /^(Open lot|Next lot ›)/);
  const [lot = ""] = /[VX]\d+/.exec((await opens.textContent()) ?? "") ?? [];
  await opens.click();
  await sold.waitFor();
  await clerk.getByRole("region", { name: new RegExp(`${lot}$`) }).getByText("Running", { exact: true }).waitFor();
}

/** The clerk types the bid, at the ask or at what is given; the stage shows whose it is; two taps. */
async function sell(paddle: string, amount = ""): Promise<void> {
  await clerkBids(`${paddle} ${amount}`.trim());
  await button(stage, new RegExp(`^SOLD ${digitsOf(paddle)}`)).waitFor();
  const before = taps;
  await tap();
  await stage.waitForTimeout(SECOND_TAP_AFTER_MS);
  await tap();
  await button(stage, "Undo sale").waitFor();
  if (taps - before !== 2) throw new Error(`${String(taps - before)} taps`);
}

try {
  await recorder.check("four faces sign in", async () => {
    await Promise.all([
      signIn(stage, required("AUGEO_STAGE_LINK"), "/stage"),
      signIn(clerk, required("AUGEO_CLERK_LINK"), "/clerk"),
      join(donor, guest("DONOR")),
      display.goto(required("AUGEO_DISPLAY_LINK")),
    ]);
    await waitUntilLive(donor);
    await button(stage, /^Open lot/).waitFor();
    await clerk.getByRole("textbox", { name: "Paddle" }).waitFor();
    await look(stage, "stage-waiting");
  });

  await recorder.check("three lots that nobody had planned are added within ten seconds each", async () => {
    for (const title of OFF_SCRIPT) {
      const since = performance.now();
      // As a hand that hits twice means once.
      await stage.waitForTimeout(SECOND_TAP_AFTER_MS);
      await button(stage, "More").click();
      await stage.getByLabel("Title").fill(title);
      await stage.getByLabel(/^Starts at/).fill("200");
      if (title === OFF_SCRIPT[0]) await look(stage, "stage-more");
      await button(stage, "Add at the end").click();
      await stage.getByText(new RegExp(`added: ${title}`)).first().waitFor();
      if (performance.now() - since > 10_000) throw new Error("it took longer than ten seconds");
    }
  });

  await recorder.check("SOLD takes two taps, and a double tap does not sell", async () => {
    await openNext();
    await clerkBids(other);
    await button(stage, new RegExp(`^SOLD ${digitsOf(other)}`)).waitFor();
    await look(stage, "stage-bid");
    await look(clerk, "clerk-bid");
    await look(display, "display-live");
    await sold.dblclick();
    await button(stage, /^CONFIRM: SOLD/).waitFor();
    await look(stage, "stage-armed");
    await stage.waitForTimeout(SECOND_TAP_AFTER_MS);
    if (await button(stage, "Undo sale").isVisible()) throw new Error("the double tap sold it");
  });

  await recorder.check("a bid that comes in between disarms", async () => {
    await clerkBids(third);
    await stage.getByText(/New bid .* Not sold\./).first().waitFor();
    await button(stage, new RegExp(`^SOLD ${digitsOf(third)}`)).waitFor();
  });

  await recorder.check("two taps sell, and the wall says SOLD", async () => {
    await tap();
    await stage.waitForTimeout(SECOND_TAP_AFTER_MS);
    await tap();
    await display.getByRole("status").filter({ hasText: "SOLD" }).waitFor({ timeout: 5_000 });
    await button(stage, "Undo sale").waitFor();
    await stage.getByText(/SOLD · lot V1 · \$/).first().waitFor();
    await look(stage, "stage-sold");
    if (folder !== null) await display.screenshot({ path: `${folder}/sell-display-sold.png` });
  });

  await recorder.check("the guest who bought the next lot is told on the phone, and says yes", async () => {
    await openNext();
    await sell(mine, ABOVE_ABSENTEES);
    await donor.getByRole("link", { name: /Live/ }).click();
    await donor.getByText(`Item V2 was sold to paddle ${mine} for $9,000. Is that you?`).first().waitFor({ timeout: 15_000 });
    await look(donor, "donor-asked");
    await button(donor, "Yes, that's mine").click();
    await donor.getByText(/it's yours for \$9,000/i).first().waitFor({ timeout: 15_000 });
    await look(donor, "donor-won");
    await stage.getByText("Confirmed by the winner").waitFor({ timeout: 15_000 });
  });

  await recorder.check("the sale is taken back on the stage, and the guest owes nothing", async () => {
    await button(stage, "Undo sale").click();
    await stage.getByText(/Sale reopened/).first().waitFor();
    await donor.getByText(/The sale of item V2 was reopened\. You owe nothing for it now\./).first().waitFor({ timeout: 15_000 });
    await look(donor, "donor-reopened");
    await look(stage, "stage-reopened");
  });

  await recorder.check("it is sold again to whom it should be", async () => {
    await clerk.getByRole("region", { name: /V2$/ }).getByText("Running", { exact: true }).waitFor();
    await sell(other);
  });

  await recorder.check("what the stage and a clerk without network sold to two paddles is a conflict on both, and the stage settles it", async () => {
    await openNext();
    await clerkBids(paddles[3] ?? "");
    await button(stage, new RegExp(`^SOLD ${digitsOf(paddles[3] ?? "")}`)).waitFor();
    await clerkNetwork.cut();
    await clerk.keyboard.type(paddles[4] ?? "");
    await clerk.keyboard.press("s");
    await clerk.getByText(/^Sold \d+ · .* Enter = yes, Esc = no$/).waitFor();
    await clerk.keyboard.press("Enter");
    await tap();
    await stage.waitForTimeout(SECOND_TAP_AFTER_MS);
    await tap();
    await button(stage, "Undo sale").waitFor();
    await clerkNetwork.mend();
    const conflict = stage.getByRole("group", { name: /^Conflict on/ });
    await conflict.waitFor({ timeout: 30_000 });
    await conflict.getByText(`Clerk has ${digitsOf(paddles[4] ?? "")}`).waitFor();
    await look(stage, "stage-conflict");
    await clerk.getByText(/Auctioneer sold to/).first().waitFor({ timeout: 15_000 });
    await look(clerk, "clerk-conflict");
    await conflict.getByRole("button", { name: "Keep mine" }).click();
    await conflict.waitFor({ state: "hidden" });
    await clerk.getByText(/Auctioneer sold to/).first().waitFor({ state: "hidden", timeout: 15_000 });
  });

  await recorder.check("five more lots are sold with two taps each", async () => {
    for (let lot = 4; lot <= LOTS; lot += 1) {
      await openNext();
      await sell(paddles[lot] ?? "");
    }
    await stage.getByText(new RegExp(`Run finished: ${String(LOTS)} sold`)).waitFor();
    await look(stage, "stage-finished");
    recorder.count("taps_on_sold", taps);
  });
} finally {
  await browser.close();
}
recorder.finish();
