import type { Page } from "playwright-core";
import type { Guest } from "./settings.ts";

/** From the personal link to the list of items: two taps, four digits, one tick. */
export async function join(page: Page, { link, phoneLast4 }: Guest): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Yes, that's me" }).click();
  const digits = page.getByLabel(/Last four digits/);
  if (await digits.isVisible()) await digits.fill(phoneLast4);
  const terms = page.getByRole("checkbox", { name: /I accept/ });
  if (await terms.isVisible()) await terms.check();
  await page.getByRole("button", { name: "Go to the auction" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.locator("main li a").first().waitFor();
}

/** Opens a staff link and then the page, whatever the role's first page is. */
export async function signIn(page: Page, link: string, path: string): Promise<void> {
  await page.goto(link);
  await page.waitForURL(/\/(admin|stage|clerk|assist)(\/[a-z]+)?$/);
  if (!page.url().endsWith(path)) await page.goto(new URL(path, page.url()).href);
}

export async function waitUntilLive(page: Page): Promise<void> {
  await page.locator('header [data-status="live"]').waitFor({ timeout: 15_000 });
}

/** Opens an item inside the app, without loading the page again. */
export async function openItem(page: Page, itemId: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link").first().click();
  await page.locator(`a[href="/items/${itemId}"]`).first().click();
  await page.getByRole("region", { name: "Bid" }).waitFor();
}

/** The first bid of a guest goes through the sheet, the later ones through the second tap on the same spot. */
export async function bidNext(page: Page): Promise<string> {
  const bar = page.getByRole("region", { name: "Bid" });
  const button = bar.getByRole("button", { name: /^Bid [^u]/ });
  const amount = ((await button.textContent()) ?? "").replace("Bid ", "");
  await button.click();
  const sheet = page.getByRole("dialog");
  const again = bar.getByRole("button", { name: /^Tap again/ });
  await sheet.or(again).first().waitFor();
  if (await sheet.isVisible()) {
    await sheet.getByRole("button", { name: /^Bid / }).click();
  } else {
    // Taps in the first 0.7 s are ignored on purpose.
    await page.waitForTimeout(800);
    await again.click();
  }
  return amount;
}

/** The first ordinary item on the list that nobody has bid on; the demo's lots K are of other kinds or have a reserve. */
export async function firstOpenItemId(page: Page): Promise<string> {
  const href = await page.locator('main li:has-text("No bids yet"):has-text("Item S") a[href^="/items/"]').first().getAttribute("href");
  if (href === null) throw new Error("no item on the list");
  return href.replace("/items/", "");
}
