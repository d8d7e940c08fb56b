import type { BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Recorder } from "./recorder.ts";
import { guest, optional } from "./settings.ts";
import { bidNext, firstOpenItemId, join, openItem, waitUntilLive } from "./steps.ts";

// Two guests on two phones against a running Augeo; see recorder.ts for what is printed.
const recorder = new Recorder();
/** The question after the fate of a bid. */
const ASKS = /\/bids\/[0-9a-f-]{36}\/cancel$/;
/** What the bar says once the server has decided a bid. */
const DECIDED = /had already promised more|bid .* first, so they lead|You have the top bid/;
const PHONE = { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true, serviceWorkers: "block" as const };

/** The number of bids printed on the item's page. The one who bid last has it from the answer itself. */
async function bidCount(page: Page): Promise<number> {
  const words = (await page.locator("article").getByText(/^(No bids yet|\d+ bids?)$/).first().textContent()) ?? "";
  return Number(/\d+/.exec(words)?.[0] ?? "0");
}

async function expectBids(page: Page, count: number): Promise<void> {
  await page.locator("article").getByText(count === 1 ? "1 bid" : `${String(count)} bids`, { exact: true }).waitFor({ timeout: 8_000 });
}

const bar = (page: Page) => page.getByRole("region", { name: "Bid" });

/** Blocks new sockets and their polling; the API stays reachable. */
async function cutSocket(context: BrowserContext): Promise<() => Promise<void>> {
  const pattern = /\/clients\/socketio/;
  let isCut = true;
  await context.routeWebSocket(pattern, (socket) => {
    if (isCut) void socket.close();
    else socket.connectToServer();
  });
  await context.route(pattern, (route) => (isCut ? route.abort() : route.continue()));
  return () => {
    isCut = false;
    return context.unroute(pattern);
  };
}

const browser = await launchBrowser();
const donorContext = await browser.newContext(PHONE);
const rivalContext = await browser.newContext(PHONE);
const donor = await donorContext.newPage();
const rival = await rivalContext.newPage();
recorder.watch(donor, "donor");
recorder.watch(rival, "rival");

try {
  await recorder.check("both guests join with their links and are live", async () => {
    await Promise.all([join(donor, guest("DONOR")), join(rival, guest("RIVAL"))]);
    await Promise.all([waitUntilLive(donor), waitUntilLive(rival)]);
  });
  await recorder.audit(donor, "items");
  const itemId = optional("AUGEO_ITEM_ID") ?? (await firstOpenItemId(donor));
  await Promise.all([openItem(donor, itemId), openItem(rival, itemId)]);
  await recorder.audit(donor, "item");

  await recorder.check("the first bid goes through a sheet with item and paddle, and gets the top bid", async () => {
    await bar(donor).getByRole("button", { name: /^Bid [^u]/ }).click();
    const sheet = donor.getByRole("dialog");
    const again = bar(donor).getByRole("button", { name: /^Tap again/ });
    await sheet.or(again).first().waitFor();
    if (await again.isVisible()) throw new Error("AUGEO_DONOR_LINK must belong to a guest who has not bid yet");
    await sheet.getByText(/Paddle \d+/).waitFor();
    await recorder.audit(donor, "first bid");
    await sheet.getByRole("button", { name: "Not now" }).click();
    await sheet.waitFor({ state: "hidden" });
    await bidNext(donor);
    await bar(donor).getByText(/You have the top bid/).waitFor();
  });

  await recorder.check("a rival's bid reaches the donor's phone, is announced, and reprints the button", async () => {
    // On a slow machine the rival would else bid what the donor has bid already.
    await expectBids(rival, 1);
    await bidNext(rival);
    await bar(rival).getByText(/You have the top bid/).waitFor();
    await bar(donor).getByText(/Someone bid more/).waitFor({ timeout: 3_000 });
    await donor.getByRole("alert").filter({ hasText: /Someone bid more on/ }).first().waitFor({ state: "attached" });
    await recorder.audit(donor, "outbid");
  });

  await recorder.check("the second bid is confirmed by a second tap on the same spot", async () => {
    const before = await bar(donor).getByRole("button", { name: /^Bid [^u]/ }).boundingBox();
    await bar(donor).getByRole("button", { name: /^Bid [^u]/ }).click();
    const again = bar(donor).getByRole("button", { name: /^Tap again to bid/ });
    const after = await again.boundingBox();
    // A pressed button may sink by a pixel.
    if (Math.abs((before?.y ?? 0) - (after?.y ?? 1e9)) > 2) throw new Error("the button moved");
    await again.click(); // a tremor's second tap, too soon to count
    await bar(donor).getByRole("button", { name: "Not now" }).waitFor();
    await donor.waitForTimeout(800);
    await again.click();
    await bar(donor).getByText(/You have the top bid/).waitFor();
  });

  await recorder.check("a secret limit beats the rival's next bid at once", async () => {
    await bar(donor).getByRole("button", { name: "Raise my secret limit" }).click();
    await donor.getByRole("dialog").getByRole("textbox").waitFor();
    await recorder.audit(donor, "secret limit");
    // Twenty steps more, so that the rival's next bids do not reach it.
    const suggested = donor.getByRole("dialog").locator('button[type="button"]').filter({ hasText: /\d/ });
    const [one = 0, two = 0] = (await suggested.allTextContents()).map((text) => Number(text.replace(/[^\d.]/g, "")));
    await donor.getByRole("dialog").getByRole("textbox").fill(String(one + 19 * (two - one)));
    await donor.getByRole("dialog").getByRole("button", { name: /^Raise limit to/ }).click();
    await bar(donor).getByText(/Your secret limit/).waitFor();
    await bidNext(rival);
    await bar(rival).getByText(/had already promised more/).waitFor();
    await bar(donor).getByText(/You have the top bid/).waitFor();
  });

  await recorder.check("an answer that is lost is asked for, and the bid counts once", async () => {
    // The request arrives but its answer never does; the app must find out by itself.
    const before = await bidCount(rival);
    await rivalContext.route(/\/api\/v1\/bids$/, async (route) => {
      await route.fetch();
      await route.abort();
    });
    const asked = rival.waitForRequest(ASKS, { timeout: 15_000 });
    await bar(rival).getByRole("button", { name: /^Bid [^u]/ }).click();
    await rival.waitForTimeout(800);
    await bar(rival).getByRole("button", { name: /^Tap again/ }).click();
    await asked;
    await bar(rival).getByText(DECIDED).waitFor({ timeout: 12_000 });
    await rivalContext.unroute(/\/api\/v1\/bids$/);
    await expectBids(donor, before + 1);
  });

  await recorder.check("a reload in the middle of a bid asks what became of it, and the bid counts once", async () => {
    const before = await bidCount(rival);
    const arrived = new Promise<void>((resolve) => {
      void rivalContext.route(/\/api\/v1\/bids$/, async (route) => {
        await route.fetch();
        resolve(); // and never answers
      });
    });
    await bar(rival).getByRole("button", { name: /^Bid [^u]/ }).click();
    await rival.waitForTimeout(800);
    await bar(rival).getByRole("button", { name: /^Tap again/ }).click();
    await arrived;
    const asked = rival.waitForRequest(ASKS);
    await rival.reload();
    await asked;
    await bar(rival).getByText(DECIDED).waitFor();
    // Only now: taking the last route away lets a request that is still held go on.
    await rivalContext.unroute(/\/api\/v1\/bids$/);
    await expectBids(donor, before + 1);
  });

  await recorder.check("a bid that never left is cancelled and said so", async () => {
    const before = await bidCount(rival);
    await rivalContext.route(/\/api\/v1\/bids$/, (route) => route.abort());
    await bar(rival).getByRole("button", { name: /^Bid [^u]/ }).click();
    await rival.waitForTimeout(800);
    await bar(rival).getByRole("button", { name: /^Tap again/ }).click();
    await bar(rival).getByText(/did not arrive and was cancelled/).waitFor({ timeout: 12_000 });
    await rivalContext.unroute(/\/api\/v1\/bids$/);
    await expectBids(donor, before);
  });

  await recorder.check("offline: nothing is sent, and nothing follows when the network is back", async () => {
    const sent: string[] = [];
    rival.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/api/v1/bids")) sent.push(request.url());
    });
    await bar(rival).getByRole("button", { name: /^Bid [^u]/ }).click();
    const again = bar(rival).getByRole("button", { name: /^Tap again/ });
    await again.waitFor();
    await bar(rival).getByRole("button", { name: "Not now" }).click();
    await rivalContext.setOffline(true);
    const restoreSocket = await cutSocket(rivalContext);
    await rival.getByText("You're offline. Bids can't be sent from this phone.").first().waitFor({ timeout: 30_000 });
    await recorder.audit(rival, "offline");
    await restoreSocket();
    await rivalContext.setOffline(false);
    await waitUntilLive(rival);
    await rival.waitForTimeout(1_000);
    if (sent.length > 0) throw new Error(`${String(sent.length)} bids were sent`);
  });

  await recorder.check("with the socket blocked, prices still come every five seconds", async () => {
    const restoreSocket = await cutSocket(donorContext);
    await donor.reload();
    await donor.getByText("Live updates every 5 seconds on this network.").waitFor({ timeout: 25_000 });
    const before = await bidCount(rival);
    await bidNext(rival);
    await expectBids(donor, before + 1);
    await restoreSocket();
    await donor.reload();
    await waitUntilLive(donor);
  });

  await recorder.check("the other screens", async () => {
    await donor.getByRole("link", { name: "My bids" }).click();
    await donor.getByRole("heading", { name: /top bid/ }).waitFor();
    await recorder.audit(donor, "my bids");
    await donor.getByRole("link", { name: "Live", exact: true }).click();
    await donor.getByRole("heading", { name: "Live auction" }).waitFor();
    await recorder.audit(donor, "live");
    await donor.getByRole("link", { name: "Pay" }).click();
    await donor.getByRole("heading", { name: "Pay", exact: true }).waitFor();
    await recorder.audit(donor, "pay");
  });

  await recorder.check("nothing is wider than a 320 px screen", async () => {
    await donor.setViewportSize({ width: 320, height: 568 });
    for (const path of ["/items", `/items/${itemId}`, "/my-bids", "/pay"]) {
      await donor.goto(new URL(path, donor.url()).href);
      await donor.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
      const excess = await donor.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (excess > 0) throw new Error(`${path} is ${String(excess)} px too wide`);
    }
  });
} finally {
  await browser.close();
}

recorder.finish();
