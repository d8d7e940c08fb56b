import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/**
 * A Chromium without apt: AUGEO_CHROMIUM names one; else the one that npm brings (Linux); else Chrome on PATH.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.AUGEO_CHROMIUM;
  if (named !== undefined && named !== "") return chromium.launch({ executablePath: named });
  if (process.platform === "linux") {
    const { default: bundled } = await import("@sparticuz/chromium");
    const executablePath = await bundled.executablePath();
    if (existsSync(executablePath)) return chromium.launch({ executablePath, args: bundled.args.filter((flag) => flag !== "--single-process"), headless: true });
  }
  return chromium.launch({ channel: "chrome" });
}
