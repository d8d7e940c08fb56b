import { launchBrowser } from "./browser.ts";
import { Recorder } from "./recorder.ts";
import { guest, optional, required } from "./settings.ts";
import { bidNext, firstOpenItemId, join, openItem, waitUntilLive } from "./steps.ts";

// The end of an evening across four faces: the auctioneer sells, the screen shows it, staff open checkout, the guest pays.
// Needs a gala whose silent items close within three minutes. AUGEO_PADDLE is the donor's paddle.
const recorder = new Recorder();
const browser = await launchBrowser();
const paddle = required("AUGEO_PADDLE");
const CLOSE_WITHIN_MS = 180_000;
const open = async (options: object, who: string) => {
  const page = await (await browser.newContext({ serviceWorkers: "block", ...options })).newPage();
  recorder.watch(page, who);
  return page;
};
const donor = await open({ viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true, acceptDownloads: true }, "donor");
const stage = await open({ viewport: { width: 1180, height: 820 }, hasTouch: true }, "stage");
const admin = await open({ viewport: { width: 1440, height: 900 } }, "admin");
const display = await open({ viewport: { width: 1920, height: 1080 } }, "display");

try {
  await recorder.check("four faces sign in by their links", async () => {
    await join(donor, guest("DONOR"));
    await waitUntilLive(donor);
    await stage.goto(required("AUGEO_STAGE_LINK"));
    await stage.getByRole("button", { name: /^Open lot/ }).waitFor();
    await admin.goto(required("AUGEO_STAFF_LINK"));
    await admin.getByRole("heading", { name: "Checkout" }).waitFor();
    await display.goto(required("AUGEO_DISPLAY_LINK"));
    await display.getByText(/Closes|Thank you|CLOSING|paused/).first().waitFor();
  });
  await recorder.check("the guest bids on a silent item", async () => {
    await openItem(donor, await firstOpenItemId(donor));
    await bidNext(donor);
    await donor.getByRole("region", { name: "Bid" }).getByText(/You have the top bid/).waitFor();
  });
  await recorder.audit(stage, "stage");
  await recorder.audit(admin, "checkout");
  await recorder.audit(display, "display");

  await recorder.check("a bid from the room is sold to the paddle that is called", async () => {
    await stage.getByRole("button", { name: /^Open lot/ }).click();
    await stage.getByRole("button", { name: /^Room bid/ }).click();
    const sold = stage.locator("[data-sold]");
    await sold.filter({ hasText: "which paddle?" }).click();
    await stage.getByRole("textbox", { name: "Paddle" }).fill(paddle);
    await stage.getByRole("button", { name: /then confirm$/ }).click();
    await sold.filter({ hasText: "CONFIRM" }).waitFor();
    await stage.waitForTimeout(600);
    await sold.click();
    await stage.getByRole("button", { name: "Undo sale" }).waitFor();
  });

  await recorder.check("the room's screen shows it within three seconds", async () => {
    await display.getByRole("status").filter({ hasText: "SOLD" }).waitFor({ timeout: 3_000 });
  });

  await recorder.check("the server closes the item and the guest's phone says whose it is", async () => {
    await donor.getByRole("region", { name: "Bid" }).getByText(/^It's yours for/).waitFor({ timeout: CLOSE_WITHIN_MS });
    await recorder.audit(donor, "won");
  });

  await recorder.check("checkout opens only with the typed total", async () => {
    const field = admin.getByLabel(/Type the total to confirm/);
    await field.waitFor({ timeout: CLOSE_WITHIN_MS });
    await admin.getByRole("term").first().waitFor();
    // The preview follows the sale within one refresh.
    await admin.locator("dd").filter({ hasText: /[1-9]/ }).first().waitFor();
    const label = (await admin.getByText(/Type the total to confirm: /).first().textContent()) ?? "";
    await admin.getByLabel(/Waiting time/).fill("10");
    await field.fill("1");
    await admin.getByRole("button", { name: "Open checkout" }).click();
    await admin.getByText("That is not the total shown above.").waitFor();
    await field.fill(label.split(": ")[1] ?? "");
    await admin.getByRole("button", { name: "Open checkout" }).click();
    await admin.getByText(/Checkout opened at/).waitFor({ timeout: 15_000 });
    await recorder.audit(admin, "checkout open");
  });

  await recorder.check("the guest sees the bill, pays with two taps and gets a receipt", async () => {
    await donor.getByRole("link", { name: "Pay" }).click();
    await donor.getByText("Total").waitFor({ timeout: 40_000 });
    await recorder.audit(donor, "bill");
    const pay = donor.getByRole("button", { name: /^Pay .* now$/ });
    await pay.click();
    await donor.getByRole("button", { name: /^Tap again to pay/ }).click();
    await donor.getByText(/Paid .* Thank you!/).waitFor({ timeout: 40_000 });
    const receipt = donor.getByRole("button", { name: /receipt/ });
    await receipt.waitFor({ timeout: 40_000 });
    const [file] = await Promise.all([donor.waitForEvent("download"), receipt.click()]);
    if (!file.suggestedFilename().endsWith(".pdf")) throw new Error(`not a PDF: ${file.suggestedFilename()}`);
    await recorder.audit(donor, "paid");
  });
} finally {
  const folder = optional("AUGEO_SCREENS_DIR");
  if (folder !== null) {
    await donor.screenshot({ path: `${folder}/evening-donor.png`, fullPage: true });
    await stage.screenshot({ path: `${folder}/evening-stage.png` });
    await admin.screenshot({ path: `${folder}/evening-admin.png` });
    await display.screenshot({ path: `${folder}/evening-display.png` });
  }
  await browser.close();
}
recorder.finish();
