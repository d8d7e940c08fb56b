import { useQuery } from "@tanstack/react-query";
import type { ComponentProps } from "react";
import { NumberPad } from "#features/stage/number-pad.tsx";
import { texts } from "#features/stage/texts.ts";
import { digits } from "#shared/event/paddle-digits.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";

type PaddlePadProps = Omit<ComponentProps<typeof NumberPad>, "kind" | "label" | "format" | "doubt" | "done"> & {
  eventId: string;
  /** "Correct to 2 1 4"; "" while nothing is typed. */
  done: (paddle: string) => string;
};

/** A paddle is typed. One that this device's list does not have is only doubted: the list may be old, and the clerk can find it. */
export function PaddlePad({ eventId, done, ...pad }: PaddlePadProps) {
  const { data: list } = useQuery(paddlesOptions(eventId));
  const doubt = (typed: number) => (list === undefined || list.paddles.some(({ number }) => number === typed) ? null : texts.noPaddle(digits(typed)));
  return <NumberPad {...pad} kind="paddle" label={texts.paddleLabel} format={digits} doubt={doubt} done={(typed) => done(typed === null ? "" : digits(typed))} />;
}
