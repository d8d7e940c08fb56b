import { useEffect, useState } from "react";
import { collectPairing } from "#features/display/collect-pairing.ts";
import { openPairing, type Pairing } from "#features/display/open-pairing.ts";
import { isProblem } from "#shared/api/problem.ts";

const ASK_EVERY_MS = 2_000;
const NEXT_CODE_AFTER_MS = 5_000;

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Until somebody has typed it or it has run out; the network may come and go meanwhile. */
async function waitForTyping(pairing: Pairing, signal: AbortSignal): Promise<"paired" | "expired"> {
  for (;;) {
    await pause(ASK_EVERY_MS, signal);
    if (signal.aborted) return "expired";
    try {
      if (await collectPairing(pairing)) return "paired";
    } catch (error) {
      // The server knows when a code has run out; the clock of the machine behind a projector may be wrong.
      if (isProblem(error) && error.status < 500 && error.status !== 429) return "expired";
    }
  }
}

async function pair(show: (code: string | null) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let pairing: Pairing;
    try {
      pairing = await openPairing();
    } catch {
      // Nobody at a wall can do anything about it: the art is shown, and the next attempt is near.
      show(null);
      await pause(NEXT_CODE_AFTER_MS, signal);
      continue;
    }
    show(pairing.code);
    if ((await waitForTyping(pairing, signal)) === "paired") return;
  }
}

/** The code to show now; null while there is none. Ends by itself when the session is stored. */
export function usePairing(): string | null {
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void pair(setCode, stop.signal);
    return () => stop.abort();
  }, []);
  return code;
}
