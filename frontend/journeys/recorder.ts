import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

type Check = { name: string; ok: boolean; ms: number; detail?: string };

/** Collects every check with its outcome, what axe found on every screen, and every error of the console. */
export class Recorder {
  private readonly checks: Check[] = [];
  private readonly axe: Record<string, string[]> = {};
  private readonly faults: string[] = [];

  async check(name: string, work: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    try {
      await work();
      this.checks.push({ name, ok: true, ms: Math.round(performance.now() - startedAt) });
    } catch (error) {
      const detail = error instanceof Error ? error.message.split("\n").slice(0, 4).join(" ") : String(error);
      this.checks.push({ name, ok: false, ms: Math.round(performance.now() - startedAt), detail });
    }
  }

  async audit(page: Page, screen: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    this.axe[screen] = violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  }

  /** Failed requests are part of a script (cut networks, refusals); scripts and policies must not fail. */
  watch(page: Page, who: string): void {
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
    console.log(JSON.stringify({ ok, checks: this.checks, axe: this.axe, faults: this.faults }));
    process.exit(ok ? 0 : 1);
  }
}
