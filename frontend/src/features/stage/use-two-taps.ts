import { useArmed } from "#shared/ui/use-armed.ts";

export const IGNORE_TAPS_MS = 500;
const ON_STAGE = { armedForMs: 5_000, ignoreTapsMs: IGNORE_TAPS_MS };

/** For what a hand that trembles or hits twice must not do: the second tap on the same spot does it. */
export function useTwoTaps<What>() {
  const { armed, ...taps } = useArmed<What>(ON_STAGE);
  return { ...taps, armed: armed === null ? null : armed.intent };
}
