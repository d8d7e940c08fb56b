import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnnouncerProvider, useAnnounce } from "#shared/announcer/announcer.tsx";

describe("the announcer", () => {
  let announce: ReturnType<typeof useAnnounce> | undefined;
  function Catch() {
    announce = useAnnounce();
    return null;
  }
  beforeEach(() => {
    vi.useFakeTimers();
    render(<AnnouncerProvider><Catch /></AnnouncerProvider>);
  });
  afterEach(() => vi.useRealTimers());

  it("forgets what was read, so that an old failure is not found at the end of the page", () => {
    act(() => announce?.assertive("No screen waits with this code."));
    expect(screen.getByRole("alert")).toHaveTextContent("No screen waits with this code.");
    act(() => void vi.advanceTimersByTime(10_000));
    expect(screen.getByRole("alert")).toBeEmptyDOMElement();
  });

  it("gives the newest sentence its whole time, and says a repeated one as a new text", () => {
    act(() => announce?.polite("Saved."));
    act(() => void vi.advanceTimersByTime(9_000));
    act(() => announce?.polite("Saved."));
    expect(screen.getByRole("status").textContent).toBe("Saved.\u00A0");
    act(() => void vi.advanceTimersByTime(9_000));
    expect(screen.getByRole("status")).toHaveTextContent("Saved.");
  });
});
