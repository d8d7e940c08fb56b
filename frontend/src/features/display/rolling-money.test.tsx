import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RollingMoney } from "#features/display/rolling-money.tsx";

describe("an amount that rolls", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "requestAnimationFrame", "cancelAnimationFrame"] }));
  afterEach(() => void vi.useRealTimers());

  const shown = () => Number(screen.getByText(/^\$/).textContent.replace(/[$,]/g, ""));
  const pass = (ms: number) => {
    act(() => void vi.advanceTimersByTime(ms));
  };
  const amount = (cents: number, isStill = false) => <RollingMoney cents={cents} currency="USD" isStill={isStill} />;

  it("goes up on the way and ends at the exact total", () => {
    const { rerender } = render(amount(100_000));
    rerender(amount(6_125_050));
    expect(shown()).toBe(1_000);
    pass(150);
    expect(shown()).toBeGreaterThan(1_000);
    expect(shown()).toBeLessThan(61_250.5);
    pass(300);
    expect(screen.getByText("$61,250.50")).toBeVisible();
  });

  it("never shows more than it is told, and takes the next step from where it is", () => {
    const { rerender } = render(amount(0));
    rerender(amount(1_000_000));
    pass(100);
    const half = shown();
    rerender(amount(2_000_000));
    pass(20);
    expect(shown()).toBeGreaterThanOrEqual(half);
    pass(400);
    expect(screen.getByText("$20,000")).toBeVisible();
  });

  it("is down at once when something is taken back, even in the middle of the way", () => {
    const { rerender } = render(amount(0));
    rerender(amount(1_000_000));
    pass(200);
    rerender(amount(500_000));
    expect(screen.getByText("$5,000")).toBeVisible();
    rerender(amount(400_000));
    expect(screen.getByText("$4,000")).toBeVisible();
    pass(400);
    expect(screen.getByText("$4,000")).toBeVisible();
  });

  it("does not move on a screen that is asked to be still", () => {
    const { rerender } = render(amount(0, true));
    rerender(amount(1_000_000, true));
    expect(screen.getByText("$10,000")).toBeVisible();
  });

  it("does not move where the machine asks for less movement", () => {
    vi.spyOn(window, "matchMedia").mockImplementation((query) => ({ matches: query === "(prefers-reduced-motion: reduce)" }) as MediaQueryList);
    const { rerender } = render(amount(0));
    rerender(amount(1_000_000));
    expect(screen.getByText("$10,000")).toBeVisible();
  });
});
