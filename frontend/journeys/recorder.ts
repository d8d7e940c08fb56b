import { AxeBuilder } from "@axe-core/playwright";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { optional } from "./settings.ts";

type Check = { name: string; ok: boolean; ms: number; detail?: string };

/** Collects every check with its outcome, what axe found on every screen, and every error of the console. */
export class Recorder {
  private readonly checks: Check[] = [];
  private readonly axe: Record<string, string[]> = {};
  private readonly faults: string[] = [];
  private readonly pages = new Map<string, Page>();
  private readonly figures: Record<string, number> = {};

  async check(name: string, work: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    try {
      await work();
      this.checks.push({ name, ok: true, ms: Math.round(performance.now() - startedAt) });
    } catch (error) {
      const detail = error instanceof Error ? error.message.split("\n").slice(0, 4).join(" ") : String(error);
      this.checks.push({ name, ok: false, ms: Math.round(performance.now() - startedAt), detail });
      await this.picture();
    }
  }

  /** What every page looked like when a check failed, where pictures are wanted. */
  private async picture(): Promise<void> {
    const folder = optional("AUGEO_SCREENS_DIR");
    if (folder === null) return;
    for (const [who, page] of this.pages) if (!page.isClosed()) await page.screenshot({ path: join(folder, `failed-${String(this.checks.length)}-${who}.png`) });
  }

  /** A figure that somebody will want to read. */
  count(name: string, figure: number): void {
    this.figures[name] = figure;
  }

  /** The whole page at once: what a bar at the bottom half covers at the moment would count as too small to be hit. */
  async audit(page: Page, screen: string): Promise<void> {
    const own = page.viewportSize();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    if (own !== null && height > own.height) await page.setViewportSize({ width: own.width, height });
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    if (own !== null && height > own.height) await page.setViewportSize(own);
    this.axe[screen] = violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  }

  /** Failed requests are part of a script (cut networks, refusals); scripts and policies must not fail. */
  watch(page: Page, who: string): void {
    this.pages.set(who, page);
    page.on("pageerror", (error) => this.faults.push(`${who}: ${error.message}`));
    page.on("console", (message) => {
      const text = message.text();
      const isNetwork = text.startsWith("Failed to load resource") || text.includes("WebSocket");
      if (message.type() === "error" && !isNetwork) this.faults.push(`${who}: ${text}`);
    });
  }

  /** Prints one line of JSON and ends with 1 when anything failed. */
  finish(): never {
    const ok = this.checks.every((check) => check.ok) && Object.values(this.axe).every((found) => found.length === 0) && this.faults.length === 0;
    console.log(JSON.stringify({ ok, checks: this.checks, axe: this.axe, faults: this.faults, figures: this.figures }));
    process.exit(ok ? 0 : 1);
  }
}
