import { mkdirSync } from "node:fs";
import { join as joinPath } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Recorder } from "./recorder.ts";
import { guest, optional, required } from "./settings.ts";
import { join, waitUntilLive } from "./steps.ts";

// Every kind of item from a guest's phone against a running Augeo with the demo's lots K1 to K6. AUGEO_DONOR and AUGEO_RIVAL must
// not have bid on them. With AUGEO_SCREENS_DIR every state is also written as a picture in three sizes.
const recorder = new Recorder();
const folder = optional("AUGEO_SCREENS_DIR");
const PHONE = { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true, serviceWorkers: "block" as const };
const SIZES = { phone: { width: 375, height: 667 }, tablet: { width: 768, height: 1024 }, laptop: { width: 1280, height: 800 } };

async function shoot(page: Page, name: string): Promise<void> {
  if (folder === null) return;
  mkdirSync(folder, { recursive: true });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(350);
    await page.screenshot({ path: joinPath(folder, `kinds-${name}-${size}.png`) });
  }
  await page.setViewportSize(SIZES.phone);
}

async function look(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  await recorder.audit(page, name);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (excess > 0) throw new Error(`${name} is ${String(excess)} px too wide`);
}

const bar = (page: Page) => page.getByRole("region", { name: "Bid" });
const dialog = (page: Page) => page.getByRole("dialog");
const button = (page: Page, name: string | RegExp) => bar(page).getByRole("button", { name });

async function openLot(page: Page, lot: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link").first().click();
  await page.getByRole("searchbox").fill(lot);
  await page.locator("main li a").filter({ hasText: `Item ${lot}` }).first().click();
  await bar(page).waitFor();
}

/** The tap and its confirmation, by sheet or by the second tap. */
async function confirm(page: Page, label: string | RegExp): Promise<void> {
  await button(page, label).click();
  const again = button(page, /^Tap again/);
  await dialog(page).or(again).first().waitFor();
  if (await dialog(page).isVisible()) {
    await dialog(page).getByRole("button", { name: /^(Bid|Buy|Give) / }).click();
    await dialog(page).waitFor({ state: "hidden" });
    return;
  }
  await page.waitForTimeout(800);
  await again.click();
}

const says = (page: Page, words: string | RegExp) => bar(page).getByText(words).waitFor({ timeout: 8_000 });

const browser = await launchBrowser();
const donor = await (await browser.newContext(PHONE)).newPage();
const rival = await (await browser.newContext(PHONE)).newPage();
recorder.watch(donor, "donor");
recorder.watch(rival, "rival");
required("AUGEO_DONOR_LINK");

try {
  await recorder.check("two guests join, and the list has a price line for every kind", async () => {
    await Promise.all([join(donor, guest("DONOR")), join(rival, guest("RIVAL"))]);
    await Promise.all([waitUntilLive(donor), waitUntilLive(rival)]);
    await donor.getByRole("searchbox").fill("Ways to give");
    for (const words of ["4 can win", "$40 each", "No sealed bids yet", "$0 given", "Reserve not met"]) await donor.getByText(words).first().waitFor();
    await look(donor, "list");
  });

  await recorder.check("several winners: how many win, one more unit, the limit per guest", async () => {
    await openLot(donor, "K2");
    await says(donor, "4 can win. Be the first.");
    await look(donor, "multi-first");
    await button(donor, "Bid $150").click();
    await dialog(donor).getByText(/all winners pay the lowest winning bid/).waitFor();
    await look(donor, "multi-sheet");
    await dialog(donor).getByRole("button", { name: "Bid $150" }).click();
    await says(donor, "Your bid: $150, in.");
    await confirm(donor, "Bid $150 for one more");
    await says(donor, "Your bids: $150, $150, both in. That is the limit of 2 per guest.");
    await look(donor, "multi-in");
    await openLot(rival, "K2");
    await confirm(rival, "Bid $150");
    await says(rival, "Your bid: $150, in.");
    await confirm(rival, "Bid $150 for one more");
    await says(rival, /both in/);
    await button(rival, "Another amount").click();
    await look(rival, "multi-amount");
    await dialog(rival).getByRole("textbox").fill("200");
    await dialog(rival).getByRole("button", { name: "Bid $200" }).click();
    await says(rival, "Your bids: $200, $150, both in. That is the limit of 2 per guest.");
  });

  await recorder.check("a fixed price: as many as wanted, up to the limit", async () => {
    await openLot(donor, "K3");
    await says(donor, "24 left, $40 each. At most 6 per guest.");
    await button(donor, "One more").click();
    await look(donor, "fixed-two");
    await button(donor, "Buy 2 for $80").click();
    await dialog(donor).getByText("You must be 21 or older.").waitFor();
    await look(donor, "fixed-sheet");
    await dialog(donor).getByRole("button", { name: "Buy 2 for $80" }).click();
    await says(donor, "You have 2, for $80. 22 left, $40 each.");
    await look(donor, "fixed-bought");
  });

  await recorder.check("a sealed bid: only upward, and nobody else sees it", async () => {
    await openLot(donor, "K4");
    await button(donor, "Make a sealed bid").click();
    await look(donor, "sealed-sheet");
    await dialog(donor).getByRole("textbox").fill("900");
    await dialog(donor).getByRole("button", { name: "Seal my bid of $900" }).click();
    await says(donor, /^Your sealed bid: \$900\. Only you see it; change it upward until/);
    await look(donor, "sealed-in");
    await button(donor, "Raise my sealed bid").click();
    await dialog(donor).getByRole("textbox").fill("800");
    await dialog(donor).getByRole("button", { name: "Seal my bid of $800" }).click();
    await dialog(donor).getByText("Enter more than $900.").waitFor();
    await look(donor, "sealed-too-low");
    await dialog(donor).getByRole("button", { name: "Not now" }).click();
    await openLot(rival, "K4");
    await rival.locator("article").getByText("1 sealed bid").waitFor();
    if (await rival.getByText("$900").isVisible()) throw new Error("a sealed amount is on another phone");
  });

  await recorder.check("a donation: an amount, a second tap, a thank you", async () => {
    await openLot(donor, "K5");
    await look(donor, "gift");
    await bar(donor).getByRole("button", { name: "$125" }).click();
    await confirm(donor, "Give $125");
    await says(donor, "Thank you! You gave $125. It is on your bill after the auction.");
    await look(donor, "gift-given");
    await button(donor, "Other").click();
    await look(donor, "gift-other");
    await dialog(donor).getByRole("button", { name: "Not now" }).click();
  });

  await recorder.check("whole steps and a big jump are asked about before they count", async () => {
    await openLot(donor, "K6");
    await button(donor, "Bid up to… (secret)").click();
    await dialog(donor).getByRole("textbox").fill("523");
    await dialog(donor).getByRole("button", { name: "Bid up to $523" }).click();
    await dialog(donor).getByText("It goes up in steps of $50. Please choose $500 or $550.").waitFor();
    await look(donor, "steps");
    await dialog(donor).getByRole("textbox").fill("6500");
    await dialog(donor).getByText("Bid exactly", { exact: true }).click();
    await dialog(donor).getByRole("button", { name: "Bid exactly $6,500" }).click();
    await dialog(donor).getByText(/In words: six thousand five hundred dollars\./).waitFor();
    await look(donor, "jump");
    await dialog(donor).getByRole("button", { name: "Bid $500 instead" }).click();
    await says(donor, "You have the top bid: $500.");
  });

  await recorder.check("a reserve and buy now: a leader below it is told, and buying ends it for everyone", async () => {
    await openLot(rival, "K1");
    await rival.locator("article").getByText("Reserve not met", { exact: true }).waitFor();
    await look(rival, "buy-now-bar");
    await button(rival, "Buy now $3,000").click();
    await dialog(rival).getByText(/Buy it now for \$3,000\. The auction ends for everyone\./).waitFor();
    await look(rival, "buy-now-sheet");
    await dialog(rival).getByRole("button", { name: "Not now" }).click();
    await openLot(donor, "K1");
    await confirm(donor, "Bid $600");
    await says(donor, "You have the top bid: $600. It is below the reserve, so it does not win yet.");
    await look(donor, "below-reserve");
    await button(rival, "Buy now $3,000").waitFor({ state: "hidden" });
    await confirm(rival, "Bid $650");
    await says(rival, /below the reserve/);
    await says(donor, "Someone bid more: $650.");
    await look(donor, "outbid");
  });

  await recorder.check("the item's history and rules are sentences", async () => {
    await donor.getByRole("button", { name: "History" }).click();
    await donor.locator("article ol li").nth(1).waitFor();
    await look(donor, "item-history");
    await donor.getByRole("button", { name: "Rules" }).click();
    await donor.getByText(/This one has a reserve/).waitFor();
    await look(donor, "item-rules");
  });

  await recorder.check("my bids has a group for each kind, what is owed now, and my history", async () => {
    await donor.getByRole("link", { name: "My bids" }).click();
    for (const heading of [/^Someone bid more/, /^You have the top bid/, /^Sealed bids/, /^Yours/, /^Your gifts/]) await donor.getByRole("heading", { name: heading }).waitFor();
    // Two seats at the lowest bid that is in, the balloon, two bottles and the gift.
    await donor.getByText(/^If everything ends now you owe \$1,005\. Sealed bids are not in it: \$900\./).waitFor();
    await look(donor, "my-bids");
    await donor.getByRole("button", { name: "My history" }).click();
    await donor.locator("main ol li").nth(3).waitFor();
    await look(donor, "my-history");
  });
} finally {
  await browser.close();
}

recorder.finish();
