import { type SyntheticEvent, useState } from "react";
import type { Act } from "#features/stage/acts.ts";
import classes from "#features/stage/sheet.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { parseMoney } from "#shared/money/format-money.ts";

const TITLE_MAX = 120;
/** As many digits as an amount can have before its cents. */
const MOST_DIGITS = 8;

function isTooLarge(typed: string): boolean {
  const [whole = ""] = typed.split(".");
  return whole.replace(/\D/g, "").length > MOST_DIGITS;
}

/** A lot that nobody planned: a title, a start, and it runs. */
export function NewLot({ event, onAdd }: { event: GalaEvent; onAdd: (act: Act) => void }) {
  const [title, setTitle] = useState("");
  const [start, setStart] = useState("");
  const cents = parseMoney(start);
  const isWhole = title.trim() !== "" && cents !== null && cents > 0;
  const add = (openNow: boolean) => {
    if (isWhole) onAdd({ name: "add_lot", eventId: event.id, body: { title: title.trim(), starting_cents: cents, open_now: openNow } });
  };
  const reason = isWhole ? null : isTooLarge(start) ? texts.tooLarge : texts.titleAndStart;
  return (
    <form
      className={classes.choices}
      aria-label={texts.newLot}
      onSubmit={(submitted: SyntheticEvent) => {
        submitted.preventDefault();
        add(true);
      }}
    >
      <h3>{texts.newLot}</h3>
      <label className={classes.field}>
        <span>{texts.title}</span>
        <input value={title} maxLength={TITLE_MAX} autoComplete="off" onChange={(changed) => setTitle(changed.currentTarget.value)} />
      </label>
      <label className={classes.field}>
        <span>{texts.startsAt(event.currency)}</span>
        <input value={start} inputMode="decimal" autoComplete="off" enterKeyHint="go" onChange={(changed) => setStart(changed.currentTarget.value)} />
      </label>
      <StageButton seen={null} look="primary" reason={reason} onAct={() => add(true)}>{texts.addAndRun}</StageButton>
      <StageButton seen={null} reason={reason} onAct={() => add(false)}>{texts.addLast}</StageButton>
    </form>
  );
}
