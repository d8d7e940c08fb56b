import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The production app is served from the same origin as the API; the dev server stands in for that.
const backend = process.env.AUGEO_BACKEND_URL ?? "http://127.0.0.1:8080";

// Served in mocks mode only, so it is never part of the production bundle.
const mockWorker: Plugin = {
  name: "mock-worker",
  configureServer: (server) => {
    server.middlewares.use("/mockServiceWorker.js", (_request, response) => {
      response.setHeader("Content-Type", "text/javascript");
      response.end(readFileSync(`${server.config.root}/node_modules/msw/lib/mockServiceWorker.js`));
    });
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    ...(mode === "mocks" ? [mockWorker] : []),
    VitePWA({
      registerType: "autoUpdate",
      injectRegister: false,
      disable: mode === "mocks",
      manifest: {
        name: "Augeo",
        short_name: "Augeo",
        description: "Bid at tonight's gala",
        start_url: "/items",
        display: "standalone",
        background_color: "#F6F5F2",
        theme_color: "#0B4FA8",
        icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
      },
      workbox: {
        // Only the shell is kept; the API, photos and rooms always go to the network (bids are never queued).
        // Staff screens are part of it: a clerk's laptop must open again without network.
        globPatterns: ["**/*.{js,css,html,svg}"],
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/media\//, /^\/clients\//],
      },
    }),
  ],
  build: {
    target: "es2022",
    sourcemap: false,
    // Inline assets would need data: in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { "/api": backend, "/media": backend },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 20_000,
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    css: false,
  },
}));
