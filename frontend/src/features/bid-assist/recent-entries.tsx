import { Button } from "@mantine/core";
import classes from "#features/bid-assist/assist.module.css";
import { type EntryRow, isUnsettled, totalOf } from "#features/bid-assist/entry.ts";
import { listDeed, texts } from "#features/bid-assist/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { inSentence } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTimeWithSeconds } from "#shared/time/format-time.ts";
import { Badge, type Tone } from "#shared/ui/badge.tsx";

type RecentEntriesProps = { event: GalaEvent; rows: readonly EntryRow[]; onLook: (key: string) => void };

export function RecentEntries({ event, rows, onLook }: RecentEntriesProps) {
  return (
    <section className={classes.recent} aria-label={texts.recent}>
      <h2>{texts.recent}</h2>
      {rows.length === 0 && <p className={classes.hint}>{texts.noRecent}</p>}
      <ol>
        {rows.map((row) => (
          <li key={row.key}>
            <span>
              <time dateTime={new Date(row.at).toISOString()}>{clockTimeWithSeconds(new Date(row.at).toISOString(), event.timezone)}</time>{" "}
              <b>{texts.paddleIs(row.entry.paddle)}</b> {listDeed(row.entry.kind, formatMoney(totalOf(row.entry), event.currency), row.entry.units)} {texts.on(inSentence(row.entry.itemName))}
            </span>
            <Badge tone={toneOf(row)}>{stateOf(row)}</Badge>
            {isUnsettled(row) && (
              <Button variant="default" h={64} onClick={() => onLook(row.key)} aria-label={`${texts.checkAgain}: ${texts.paddleIs(row.entry.paddle)} ${texts.on(inSentence(row.entry.itemName))}`}>
                {texts.checkAgain}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function stateOf({ phase }: EntryRow): string {
  return phase.name === "accepted" ? texts.outcomes[phase.outcome] : texts.states[phase.name];
}

function toneOf({ phase }: EntryRow): Tone {
  switch (phase.name) {
    case "accepted":
      return phase.outcome === "outbid" || phase.outcome === "tied_earlier" ? "outbid" : "winning";
    case "rejected":
    case "not_sent":
      return "outbid";
    case "sending":
    case "still_sending":
    case "checking":
    case "no_answer":
    case "not_arrived":
      return "pending";
  }
}
