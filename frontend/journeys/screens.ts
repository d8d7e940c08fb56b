import { mkdirSync } from "node:fs";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { guest, optional, required } from "./settings.ts";
import { bidNext, firstOpenItemId, join, openItem, waitUntilLive } from "./steps.ts";

// Writes a picture of every screen to AUGEO_SCREENS_DIR. Needs a running Augeo; AUGEO_STAFF_LINK, AUGEO_STAGE_LINK and
// AUGEO_DISPLAY_LINK add those faces.
const folder = required("AUGEO_SCREENS_DIR");
mkdirSync(folder, { recursive: true });

const SIZES = {
  phone: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true },
  laptop: { viewport: { width: 1440, height: 900 } },
  display: { viewport: { width: 1920, height: 1080 } },
} satisfies Record<string, BrowserContextOptions>;

const written: string[] = [];

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(350);
  await page.screenshot({ path: joinPath(folder, `${name}.png`) });
  written.push(name);
}

async function donor(browser: Browser, size: "phone" | "tablet" | "laptop"): Promise<void> {
  const context = await browser.newContext(SIZES[size]);
  const page = await context.newPage();
  const me = guest("DONOR");
  await page.goto(me.link);
  await page.getByRole("button", { name: "Yes, that's me" }).waitFor();
  await shoot(page, `${size}-1-join`);
  await page.getByRole("button", { name: "Yes, that's me" }).click();
  await shoot(page, `${size}-2-check`);
  await join(page, me);
  await waitUntilLive(page);
  await shoot(page, `${size}-3-items`);
  const itemId = optional("AUGEO_ITEM_ID") ?? (await firstOpenItemId(page));
  await openItem(page, itemId);
  await shoot(page, `${size}-4-item`);
  if (size === "phone") await bidding(page);
  await page.getByRole("link", { name: "My bids" }).click();
  await page.getByRole("heading", { name: "My bids" }).waitFor();
  await shoot(page, `${size}-8-my-bids`);
  await page.getByRole("link", { name: "Live", exact: true }).click();
  await shoot(page, `${size}-9-live`);
  await page.getByRole("link", { name: "Pay" }).click();
  await shoot(page, `${size}-9-pay`);
  await context.close();
}

async function bidding(page: Page): Promise<void> {
  const bar = page.getByRole("region", { name: "Bid" });
  const upTo = bar.getByRole("button", { name: /Bid up to/ });
  if (!(await upTo.isVisible())) return;
  await upTo.click();
  await page.getByRole("dialog").waitFor();
  await shoot(page, "phone-5-limit");
  await page.getByRole("dialog").getByRole("button", { name: "Not now" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await bar.getByRole("button", { name: /^Bid [^u]/ }).click();
  await shoot(page, "phone-6-confirm");
  await page.getByRole("button", { name: "Not now" }).click();
  await page.waitForTimeout(400);
  await bidNext(page);
  await bar.getByText(/top bid|promised more/).waitFor();
  await shoot(page, "phone-7-top-bid");
}

async function staff(browser: Browser, size: "laptop" | "tablet" | "display", name: string, link: string | null): Promise<void> {
  if (link === null) return;
  const context = await browser.newContext(SIZES[size]);
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL(/\/(admin|stage|display)$/);
  await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
  await page.waitForTimeout(2_500);
  await shoot(page, `${size}-${name}`);
  if (size === "display") {
    await page.keyboard.press("1");
    await shoot(page, "display-join");
    await page.keyboard.press("b");
    await shoot(page, "display-hold");
  }
  await context.close();
}

/** The pages of bidding that staff use, in the size they are mostly used in. */
async function stewarding(browser: Browser, link: string | null): Promise<void> {
  if (link === null) return;
  for (const [size, paths] of [["laptop", ["/admin/items", "/admin/requests"]], ["phone", ["/assist", "/admin/items"]], ["tablet", ["/assist"]]] as const) {
    const context = await browser.newContext(SIZES[size]);
    const page = await context.newPage();
    await page.goto(link);
    await page.waitForURL(/\/admin$/);
    for (const path of paths) {
      await page.goto(new URL(path, page.url()).href);
      await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
      await page.waitForTimeout(2_500);
      await shoot(page, `${size}${path.replaceAll("/", "-")}`);
      if (path === "/admin/items" && size === "laptop") {
        await page.getByRole("link", { name: /^Record of/ }).first().click();
        await page.getByRole("heading", { name: /^Record of/ }).waitFor();
        await shoot(page, "laptop-admin-record");
      }
    }
    await context.close();
  }
}

const browser = await launchBrowser();
try {
  await donor(browser, "phone");
  await donor(browser, "tablet");
  await donor(browser, "laptop");
  await staff(browser, "laptop", "checkout", optional("AUGEO_STAFF_LINK"));
  await stewarding(browser, optional("AUGEO_STAFF_LINK"));
  await staff(browser, "tablet", "stage", optional("AUGEO_STAGE_LINK"));
  await staff(browser, "display", "board", optional("AUGEO_DISPLAY_LINK"));
} finally {
  await browser.close();
}
console.log(JSON.stringify({ folder, written }));
