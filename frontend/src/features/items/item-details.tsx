import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { historyOptions } from "#features/items/history-query.ts";
import classes from "#features/items/item-view.module.css";
import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime, clockTimeWithSeconds, minutesAndSeconds } from "#shared/time/format-time.ts";

type PartProps = { event: GalaEvent; item: ItemDocument };
const PARTS = ["details", "rules", "history"] as const;
type Part = (typeof PARTS)[number];

export function ItemDetails({ event, item }: PartProps) {
  const [part, setPart] = useState<Part>("details");
  const panelId = useId();
  return (
    <div className={classes.parts}>
      <div className={classes.switch} role="group" aria-label={texts.details}>
        {PARTS.map((name) => (
          <button key={name} type="button" aria-pressed={part === name} aria-controls={panelId} onClick={() => setPart(name)}>
            {texts[name]}
          </button>
        ))}
      </div>
      <div id={panelId} className={classes.panel}>
        {part === "details" && <Details item={item} />}
        {part === "rules" && <Rules event={event} item={item} />}
        {part === "history" && <History event={event} item={item} />}
      </div>
    </div>
  );
}

function Details({ item }: { item: ItemDocument }) {
  const notes = [
    item.restrictions,
    item.expires_on === null ? null : texts.expires(item.expires_on),
    item.age_min === null ? null : texts.age(item.age_min),
  ].filter((note) => note !== null && note !== "");
  return (
    <>
      {item.description.split(/\n{2,}/).map((paragraph) => (
        <p key={paragraph} className={classes.paragraph}>
          {paragraph}
        </p>
      ))}
      {item.donor_name !== "" && <p>{texts.givenBy(item.donor_name)}</p>}
      {notes.length > 0 && (
        <>
          <h2>{texts.restrictions}</h2>
          <ul className={classes.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
      <h2>{texts.deliveryTitle}</h2>
      <p>{texts.delivery[item.delivery]}</p>
    </>
  );
}

function Rules({ event, item }: PartProps) {
  const last = clockTime(item.last_possible_close_at, event.timezone);
  return (
    <ul className={classes.notes}>
      <li>{texts.ruleStep(formatMoney(item.step_cents, event.currency))}</li>
      {item.extension_s > 0 && <li>{texts.ruleExtra(minutesAndSeconds(item.extension_window_s), minutesAndSeconds(item.extension_s), last)}</li>}
      <li>{texts.ruleLimit}</li>
      {item.reserve !== "none" && <li>{texts.ruleReserve}</li>}
      <li>{texts.ruleFinal}</li>
    </ul>
  );
}

function History({ event, item }: PartProps) {
  const { data, isError, isPending } = useQuery(historyOptions(item.id, item.version));
  if (isError) return <p>{texts.couldNotLoad("bid")}</p>;
  if (isPending) return <p>{texts.loading}</p>;
  if (data.bids.length === 0) return <p>{texts.noHistory}</p>;
  return (
    <ol className={classes.history}>
      {data.bids.map((bid) => (
        <li key={bid.seq}>
          <span>{texts.historyLine(bid.paddle_number, formatMoney(bid.price_after_cents, event.currency))}</span>
          <span className={classes.when}>
            {clockTimeWithSeconds(bid.decided_at, event.timezone)}
            {bid.is_extension ? ` · ${texts.historyExtra}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
