import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { historyOptions } from "#features/items/history-query.ts";
import classes from "#features/items/item-view.module.css";
import { rulesOf } from "#features/items/item-rules.ts";
import { texts } from "#features/items/texts.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { calendarDate, clockTimeWithSeconds } from "#shared/time/format-time.ts";

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
    item.expires_on === null ? null : texts.expires(calendarDate(item.expires_on)),
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
      {item.kind !== "donation" && (
        <>
          <h2>{texts.deliveryTitle}</h2>
          <p>{texts.delivery[item.delivery]}</p>
        </>
      )}
    </>
  );
}

function Rules({ event, item }: PartProps) {
  return (
    <ul className={classes.notes}>
      {rulesOf(event, item).map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  );
}

function History({ event, item }: PartProps) {
  const { data, isError, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(historyOptions(item.id, item.version));
  if (isError && data === undefined) return <p>{texts.couldNotLoad("bid")}</p>;
  if (isPending) return <p>{texts.loading}</p>;
  const steps = data.pages.flatMap((page) => page.steps);
  const result = data.pages[0]?.result ?? null;
  return (
    <>
      {result !== null && <p className={classes.result}>{result}</p>}
      {steps.length === 0 && <p>{item.kind === "sealed" ? texts.noSealedHistory : item.kind === "fixed" ? texts.noSales : texts.noHistory}</p>}
      <ol className={classes.history}>
        {steps.map((step) => (
          <li key={step.seq}>
            <span>{step.sentence}</span>
            <span className={classes.when}>
              {clockTimeWithSeconds(step.at, event.timezone)}
              {step.is_extension ? ` · ${texts.historyExtra}` : ""}
            </span>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" size="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {texts.earlier}
        </Button>
      )}
    </>
  );
}
