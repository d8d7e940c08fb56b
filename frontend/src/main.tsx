import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "#app/app.tsx";
import { registerSW } from "virtual:pwa-register";
import "#app/tokens.css";

async function start(): Promise<void> {
  if (import.meta.env.MODE === "mocks") {
    const { startMocks } = await import("#testing/browser.ts");
    await startMocks();
  }
  if (import.meta.env.PROD) registerSW({ immediate: true });
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
