import { useMutation } from "@tanstack/react-query";
import { answerRefusal } from "#features/bids/answer-refusals.ts";
import { askToStepBack } from "#features/bids/ask-to-step-back.ts";
import type { SheetProps } from "#features/bids/bid-sheet.tsx";
import classes from "#features/bids/bid-sheet.module.css";
import { rememberAsked } from "#features/bids/revived-leads.ts";
import { Actions } from "#features/bids/sheet-parts.tsx";
import { sheetTexts } from "#features/bids/sheet-texts.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { serverClock } from "#shared/time/server-clock.ts";

/** A guest whose lead came back because another bid was taken back may ask to be let go. Staff decide. */
export function StepBack({ input: { event, item }, onClose }: SheetProps) {
  const ask = useMutation({
    mutationFn: () => askToStepBack(item.id),
    onSuccess: () => {
      rememberAsked(item.id, serverClock.now());
      onClose();
    },
  });
  return (
    <>
      <p>{sheetTexts.stepBack(formatMoney(item.price_cents ?? 0, event.currency))}</p>
      {ask.isError && (
        <p role="alert" className={classes.stale}>
          {answerRefusal(ask.error)}
        </p>
      )}
      <Actions choices={[{ label: sheetTexts.stepBackButton, onChoose: () => ask.mutate() }]} decline={sheetTexts.stepBackKeep} onClose={onClose} />
    </>
  );
}
