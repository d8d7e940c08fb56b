import "@testing-library/jest-dom/vitest";
import "fake-indexeddb/auto";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// One second is short on a machine that does other work beside; a test that passes waits no longer for it.
configure({ asyncUtilTimeout: 5_000 });

// jsdom lacks what Mantine asks the browser about.
Object.defineProperty(window, "matchMedia", {
  value: (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }),
});
class NoResizeObserver {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}
vi.stubGlobal("ResizeObserver", NoResizeObserver);

afterEach(() => {
  cleanup();
  localStorage.clear();
});
