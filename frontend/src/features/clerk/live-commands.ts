import type { Command } from "#features/clerk/commands.ts";
import { texts } from "#features/clerk/texts.ts";

type LiveActs = Record<"sell" | "warn" | "undo" | "ask" | "takeOffer" | "absentee" | "pass" | "next" | "correct" | "look" | "help", () => void> & {
  stepAsk: (by: 1 | -1) => void;
  phones: (isOpen: boolean) => void;
};

/** The keys of screens.md C3; professionals know most of them. */
export function liveCommands(acts: LiveActs, arePhonesOpen: boolean): Command[] {
  return [
    { id: "sell", label: "Sold", keys: ["S"], run: acts.sell, tone: "main" },
    { id: "warn", label: "Warning", keys: ["W"], run: acts.warn },
    { id: "undo", label: "Undo last", keys: ["U", "Ctrl+Z"], run: acts.undo },
    { id: "ask", label: "Ask", keys: ["A"], run: acts.ask },
    { id: "up", label: "Step up", keys: ["+"], run: () => acts.stepAsk(1) },
    { id: "down", label: "Step down", keys: ["-"], run: () => acts.stepAsk(-1) },
    { id: "offer", label: "Take phone", keys: ["T"], run: acts.takeOffer },
    { id: "absentee", label: "Absentee", keys: ["M"], run: acts.absentee },
    { id: "phones", label: arePhonesOpen ? "Lock phones" : "Open phones", keys: ["O"], run: () => acts.phones(!arePhonesOpen) },
    { id: "pass", label: "Pass", keys: ["P"], run: acts.pass },
    { id: "next", label: "Next lot", keys: ["N"], run: acts.next },
    { id: "correct", label: "Correct", keys: ["C"], run: acts.correct },
    { id: "look", label: "Look", keys: ["F8", "!"], run: acts.look },
    { id: "help", label: texts.allKeys, keys: ["?"], run: acts.help },
  ];
}
