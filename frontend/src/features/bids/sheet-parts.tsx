import { Button } from "@mantine/core";
import classes from "#features/bids/bid-sheet.module.css";
import { sheetTexts } from "#features/bids/sheet-texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { calendarDate } from "#shared/time/format-time.ts";

/** Restrictions, expiry, age and value, before the first bid; the server keeps with the bid which words were shown. */
export function Notes({ event, item }: { event: GalaEvent; item: ItemDocument }) {
  const notes = [
    item.restrictions,
    item.age_min === null ? null : sheetTexts.age(item.age_min),
    item.expires_on === null ? null : sheetTexts.expires(calendarDate(item.expires_on)),
  ].filter((note) => note !== null && note !== "");
  return (
    <>
      {item.value_cents !== null && item.kind !== "donation" && <p className={classes.small}>{sheetTexts.value(formatMoney(item.value_cents, event.currency))}</p>}
      {notes.length > 0 && (
        <div className={classes.notes}>
          <h3>{sheetTexts.pleaseNote}</h3>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          <p className={classes.small}>{sheetTexts.remember}</p>
        </div>
      )}
    </>
  );
}

type ActionsProps = {
  /** The answers, the first one most prominent. */
  choices: readonly { label: string; onChoose: () => void }[];
  decline?: string;
  onClose: () => void;
};

export function Actions({ choices, decline = sheetTexts.notNow, onClose }: ActionsProps) {
  return (
    <div className={classes.actions}>
      {choices.map(({ label, onChoose }, index) => (
        <Button key={label} size={index === 0 ? "xl" : "lg"} variant={index === 0 ? "filled" : "default"} onClick={onChoose}>
          {label}
        </Button>
      ))}
      <Button variant={choices.length > 1 ? "subtle" : "default"} onClick={onClose}>
        {decline}
      </Button>
    </div>
  );
}
