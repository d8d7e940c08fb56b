import { Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import classes from "#features/disputes/dispute-page.module.css";
import { type Filter, FILTERS, shownEntries } from "#features/disputes/filters.ts";
import { recordOptions, saveRecord } from "#features/disputes/record-query.ts";
import { Bidders, ShownTerms } from "#features/disputes/record-parties.tsx";
import { RecordTable } from "#features/disputes/record-table.tsx";
import { texts } from "#features/disputes/texts.ts";
import { isProblem } from "#shared/api/problem.ts";
import type { GalaEvent, ItemRecord, RecordEntry } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

type DisputePageProps = { event: GalaEvent; itemId: string; actFor: (entry: RecordEntry) => ReactNode };

/** "I bid in time": one sentence why, and everything that happened with the server's times. It prints as it reads. */
export function DisputePage({ event, itemId, actFor }: DisputePageProps) {
  const { data: record, error, refetch, isFetching } = useQuery(recordOptions(itemId));
  if (record === undefined && error !== null) {
    const words = isProblem(error) ? (texts.failed[error.code] ?? texts.couldNotLoad) : texts.couldNotLoad;
    return <PageState title={words} action={<Button onClick={() => void refetch()}>{texts.tryAgain}</Button>} />;
  }
  if (record === undefined) return <Skeleton height={320} radius={12} />;
  return <DisputeRecord event={event} record={record} actFor={actFor} isReading={isFetching} onReadAgain={() => void refetch()} />;
}

type DisputeRecordProps = { event: GalaEvent; record: ItemRecord; actFor: DisputePageProps["actFor"]; isReading: boolean; onReadAgain: () => void };

function DisputeRecord({ event, record, actFor, isReading, onReadAgain }: DisputeRecordProps) {
  const [shown, setShown] = useState<ReadonlySet<Filter>>(() => new Set(FILTERS));
  const [paddle, setPaddle] = useState<number | null>(null);
  const download = useMutation({ mutationFn: () => saveRecord(record.item_id, record.lot) });
  const toggle = (filter: Filter) => setShown((before) => (before.has(filter) ? new Set([...before].filter((one) => one !== filter)) : new Set([...before, filter])));
  return (
    <article className={classes.page}>
      <p className={classes.back}>
        <Link to="/admin/items">{texts.back}</Link>
      </p>
      <header className={classes.header}>
        <PageHeading>{texts.heading(itemName(event, record))}</PageHeading>
        <p className={classes.subtitle}>
          {record.title} · {record.event}
        </p>
      </header>
      <section className={classes.why} aria-label={texts.why}>
        <h2>{texts.why}</h2>
        <p>{record.why}</p>
      </section>
      <div className={classes.tools}>
        <Button loading={download.isPending} onClick={() => download.mutate()}>
          {texts.download}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {texts.print}
        </Button>
        <Button variant="default" loading={isReading} onClick={onReadAgain}>
          {texts.refresh}
        </Button>
        {download.isError && <p role="alert">{texts.downloadFailed}</p>}
      </div>
      <fieldset className={classes.filters}>
        <legend>{texts.show}</legend>
        {FILTERS.map((filter) => (
          <label key={filter}>
            <input type="checkbox" checked={shown.has(filter)} onChange={() => toggle(filter)} />
            {texts.filters[filter]}
          </label>
        ))}
        <label>
          {texts.paddle}
          <select value={paddle ?? ""} onChange={(changed) => setPaddle(changed.currentTarget.value === "" ? null : Number(changed.currentTarget.value))}>
            <option value="">{texts.everyPaddle}</option>
            {record.bidders.map(({ paddle_number: number }) => (
              <option key={number} value={number}>
                {number}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
      <p className={classes.note}>{texts.amounts[record.amounts]}</p>
      {!record.is_complete && <p className={classes.warning}>{texts.incomplete}</p>}
      <RecordTable record={record} entries={shownEntries(record.entries, shown, paddle)} actFor={actFor} />
      <Bidders record={record} />
      <ShownTerms record={record} />
    </article>
  );
}
