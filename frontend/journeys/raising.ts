import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Network } from "./network.ts";
import { Recorder } from "./recorder.ts";
import { guest, optional, required } from "./settings.ts";
import { join, signIn, waitUntilLive } from "./steps.ts";

// A paddle raise at a running Augeo: a clerk enters sixty pledges over five levels by keyboard, for twenty of them without network;
// a second clerk differs, a guest gives by phone, and the room's screen always shows the total. AUGEO_PADDLES are twelve paddles with
// no gift yet, the first of which is AUGEO_DONOR_LINK's. What the script counted is printed with the checks: `keys`.
const recorder = new Recorder();
const folder = optional("AUGEO_SCREENS_DIR");
const paddles = required("AUGEO_PADDLES").split(",");
const LEVELS = 5;
const OFFLINE_FROM = 20;
const OFFLINE_TO = 40;
const MOST_KEYS = 250;
/** Scenario 25 of the design: from then on the wall is stale, and must not say so in words. */
const CUT_FOR_MS = 15_000;
const LAPTOP = { viewport: { width: 1366, height: 768 }, serviceWorkers: "block" as const };

const browser = await launchBrowser();
const contexts = {
  clerk: await browser.newContext(LAPTOP),
  checker: await browser.newContext(LAPTOP),
  manager: await browser.newContext(LAPTOP),
  donor: await browser.newContext({ viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true, serviceWorkers: "block" }),
  display: await browser.newContext({ viewport: { width: 1920, height: 1080 }, serviceWorkers: "block" }),
};
const clerkNetwork = await Network.of(contexts.clerk);
const displayNetwork = await Network.of(contexts.display);
const clerk = await contexts.clerk.newPage();
const checker = await contexts.checker.newPage();
const manager = await contexts.manager.newPage();
const donor = await contexts.donor.newPage();
const display = await contexts.display.newPage();
for (const [page, who] of [[clerk, "clerk"], [checker, "checker"], [manager, "manager"], [donor, "donor"], [display, "display"]] as const) recorder.watch(page, who);

async function look(page: Page, name: string): Promise<void> {
  if (folder !== null) await page.screenshot({ path: `${folder}/raise-${name}.png` });
  await recorder.audit(page, name);
}

/** What the page itself has seen, however it was made. */
async function countInput(page: Page): Promise<() => Promise<{ keys: number; pointers: number }>> {
  await page.evaluate(() => {
    const seen = { keys: 0, pointers: 0 };
    document.addEventListener("keydown", () => (seen.keys += 1), true);
    document.addEventListener("pointerdown", () => (seen.pointers += 1), true);
    Object.assign(window, { seenInput: seen });
  });
  return () => page.evaluate(() => (window as unknown as { seenInput: { keys: number; pointers: number } }).seenInput);
}

const enterPaddle = async (page: Page, text: string) => {
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
};
const totalOf = (page: Page) => page.getByRole("term").filter({ hasText: /^Total$/ }).locator("xpath=following-sibling::dd[1]").textContent();
const digitsOf = (paddle: string) => paddle.split("").join(" ");
const log = clerk.getByRole("log");

/** By keyboard: the button stands four stops before the field, which has the focus. */
async function openRaise(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Paddle" }).waitFor();
  for (let tries = 0; tries < 8; tries += 1) {
    await page.keyboard.press("Shift+Tab");
    if (await page.getByRole("button", { name: "Paddle raise" }).evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press("Enter");
  await page.getByRole("toolbar", { name: "Commands" }).getByRole("button", { name: /Next level/ }).waitFor();
}

let before = "";

try {
  await recorder.check("five faces sign in; the clerk opens the paddle raise by keyboard", async () => {
    await Promise.all([
      signIn(clerk, required("AUGEO_CLERK_LINK"), "/clerk"),
      signIn(checker, required("AUGEO_CHECKER_LINK"), "/clerk"),
      signIn(manager, required("AUGEO_STAFF_LINK"), "/admin/raise"),
      join(donor, guest("DONOR")),
      display.goto(required("AUGEO_DISPLAY_LINK")),
    ]);
    await waitUntilLive(donor);
    await openRaise(clerk);
    await openRaise(checker);
    await checker.getByRole("switch", { name: "Second clerk" }).check();
    if (!(await clerk.getByRole("textbox", { name: "Paddle" }).evaluate((field) => field === document.activeElement))) throw new Error("the field has no focus");
    before = (await totalOf(clerk)) ?? "";
  });

  await recorder.check(`sixty pledges over five levels in at most ${String(MOST_KEYS)} keys, none by pointer, twenty without network`, async () => {
    const counted = await countInput(clerk);
    let entered = 0;
    for (let level = 0; level < LEVELS; level += 1) {
      await clerk.keyboard.press("]");
      for (const paddle of paddles) {
        entered += 1;
        if (entered === OFFLINE_FROM) await clerkNetwork.cut();
        await enterPaddle(clerk, paddle);
        if (entered === OFFLINE_TO) {
          await clerk.getByText(/Offline\. \d+ entries saved on this laptop/).waitFor({ timeout: 30_000 });
          await look(clerk, "clerk-offline");
          await clerkNetwork.mend();
        }
      }
    }
    const { keys, pointers } = await counted();
    recorder.count("keys", keys);
    if (keys > MOST_KEYS || pointers > 0) throw new Error(`${String(keys)} keys, ${String(pointers)} pointers`);
  });

  await recorder.check("back on the network everything is on the server, once, and nothing needs a look", async () => {
    const since = performance.now();
    await log.getByText("saved here").first().waitFor({ state: "hidden", timeout: 40_000 });
    recorder.count("ms_until_all_were_sent", Math.round(performance.now() - since));
    await clerk.getByRole("term").filter({ hasText: "# this level" }).locator("xpath=following-sibling::dd[1]").filter({ hasText: String(paddles.length) }).waitFor({ timeout: 20_000 });
    await clerk.getByText("Nothing needs a look.").first().waitFor();
    const total = await totalOf(clerk);
    if (total === null || total === before) throw new Error(`the total is still ${before}`);
    await look(clerk, "clerk");
  });

  await recorder.check("the room's screen and the guest's phone show the same total", async () => {
    const total = ((await totalOf(clerk)) ?? "").split(" / ")[0] ?? "";
    await display.getByText(total, { exact: true }).first().waitFor({ timeout: 15_000 });
    await look(display, "display");
    await donor.getByRole("link", { name: "Give now" }).click();
    await donor.getByText(total).first().waitFor({ timeout: 15_000 });
    await look(donor, "donor");
  });

  await recorder.check("a second gift at the level is asked; the next number skips it, and the skip is listed", async () => {
    const [first = "", second = ""] = paddles;
    const rows = await log.getByRole("listitem").count();
    await enterPaddle(clerk, first);
    await clerk.getByText(new RegExp(`${digitsOf(first)} already gave \\$500 at this level`)).waitFor();
    await look(clerk, "clerk-duplicate");
    await clerk.keyboard.type(second.slice(0, 1));
    await log.getByRole("listitem").filter({ hasText: "skipped" }).filter({ hasText: digitsOf(first) }).waitFor();
    await clerk.keyboard.press("Escape");
    if ((await log.getByRole("listitem").count()) !== Math.min(60, rows + 1)) throw new Error("the skip added more than itself");
  });

  await recorder.check("a guest's own gift counts once, beside what the clerk types", async () => {
    await clerk.keyboard.press("]");
    await clerk.getByText("Level $250.").first().waitFor();
    await donor.getByText("Now: $250").first().waitFor({ timeout: 15_000 });
    await donor.getByRole("button", { name: "Give $250" }).click();
    const sheet = donor.getByRole("dialog");
    await sheet.waitFor();
    await look(donor, "donor-gift");
    await sheet.getByRole("button", { name: /\$250/ }).click();
    await donor.getByText(/Thank you! \$250 recorded/).first().waitFor({ timeout: 15_000 });
    await enterPaddle(clerk, paddles[0] ?? "");
    await clerk.getByText(/on the phone/).first().waitFor();
    await clerk.keyboard.press("Escape");
  });

  await recorder.check("what the second clerk did not see is shown at once, and holds the level back", async () => {
    const [, missing = "", ...seen] = paddles;
    for (const paddle of [missing, ...seen.slice(0, 3)]) await enterPaddle(clerk, paddle);
    await checker.getByText("$250").first().waitFor();
    await checker.getByRole("textbox", { name: "Paddle" }).focus();
    for (const paddle of [paddles[0] ?? "", ...seen.slice(0, 3)]) await enterPaddle(checker, paddle);
    await clerk.getByRole("button", { name: "Compare now" }).click({ timeout: 20_000 });
    await clerk.getByText(`${digitsOf(missing)} is only in clerk's list.`).waitFor({ timeout: 20_000 });
    await look(clerk, "clerk-differs");
    await look(checker, "checker");
  });

  await recorder.check("the manager sees the level and what is held", async () => {
    await manager.getByRole("heading", { level: 1 }).waitFor();
    await look(manager, "manager");
  });

  await recorder.check("kept by the clerk, the two lists agree", async () => {
    await clerk.getByRole("button", { name: "Keep" }).first().click();
    await clerk.getByText(/\d+ = \d+ ✓/).first().waitFor({ timeout: 20_000 });
  });

  await recorder.check("one pledge is taken back by one key, and every screen follows", async () => {
    await clerk.getByRole("textbox", { name: "Paddle" }).focus();
    const total = await totalOf(clerk);
    await clerk.keyboard.press("u");
    await clerk.getByText(/Reversed: /).first().waitFor();
    await clerk.waitForFunction((was) => !document.body.innerText.includes(was), (total ?? "").split(" / ")[0] ?? "", { timeout: 20_000 });
    const now = ((await totalOf(clerk)) ?? "").split(" / ")[0] ?? "";
    await display.getByText(now, { exact: true }).first().waitFor({ timeout: 15_000 });
  });

  await recorder.check("without network the screen on the wall says nothing wrong, and is right again by itself", async () => {
    await displayNetwork.cut();
    await display.waitForTimeout(CUT_FOR_MS);
    const words = await display.evaluate(() => document.body.innerText);
    if (/offline|error|connect|fail/i.test(words)) throw new Error(`the wall says: ${words}`);
    await look(display, "display-stale");
    const was = ((await totalOf(clerk)) ?? "").split(" / ")[0] ?? "";
    await clerk.keyboard.type(paddles[6] ?? "");
    await clerk.keyboard.press("Enter");
    await clerk.waitForFunction((old) => !document.body.innerText.includes(old), was, { timeout: 20_000 });
    const now = ((await totalOf(clerk)) ?? "").split(" / ")[0] ?? "";
    await displayNetwork.mend();
    await display.getByText(now, { exact: true }).first().waitFor({ timeout: 30_000 });
  });
} finally {
  await browser.close();
}
recorder.finish();
