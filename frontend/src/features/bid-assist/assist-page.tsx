import { Button, NativeSelect, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { AmountChoice } from "#features/bid-assist/amount-choice.tsx";
import { Answer } from "#features/bid-assist/answer.tsx";
import classes from "#features/bid-assist/assist.module.css";
import { type Draft, EMPTY, entryOf } from "#features/bid-assist/draft.ts";
import { type Entry, type EntryReason, totalOf } from "#features/bid-assist/entry.ts";
import { GuestSheet } from "#features/bid-assist/guest-sheet.tsx";
import { ItemPicker } from "#features/bid-assist/item-picker.tsx";
import { RecentEntries } from "#features/bid-assist/recent-entries.tsx";
import { REASONS, texts } from "#features/bid-assist/texts.ts";
import { useEntryDesk } from "#features/bid-assist/use-entry-desk.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

/** Roving bid-assist: paddle, item, amount; the guest reads and agrees; one answer. */
export function AssistPage({ event }: { event: GalaEvent }) {
  const { data: live, error, refetch } = useSnapshot(event.id);
  if (live === undefined && error !== null) return <PageState title={texts.couldNotLoad} action={<Button onClick={() => void refetch()}>{texts.tryAgain}</Button>} />;
  return (
    <div className={classes.page}>
      <PageHeading>{texts.heading}</PageHeading>
      {live === undefined ? <Skeleton height={320} radius={12} /> : <Assist event={event} items={live.items} />}
    </div>
  );
}

function Assist({ event, items }: { event: GalaEvent; items: Readonly<Record<string, ItemDocument>> }) {
  const { desk, rows, status } = useEntryDesk(event.id);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [asked, setAsked] = useState<Entry | null>(null);
  const [answerKey, setAnswerKey] = useState<string | null>(null);
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  const row = rows.find(({ key }) => key === answerKey);
  const askedItem = asked === null ? undefined : items[asked.itemId];

  const agree = (entry: Entry) => {
    setAsked(null);
    setAnswerKey(desk.place(entry));
  };
  const reset = (next: Draft) => {
    setAnswerKey(null);
    setDraft(next);
  };
  const look = (key: string) => {
    desk.checkAgain(key);
    setAnswerKey(key);
  };

  return (
    <>
      {status === "offline" && <p className={classes.notice} role="alert">{texts.offline}</p>}
      {status === "stale" && <p className={classes.notice}>{texts.stale}</p>}
      {row === undefined ? (
        <EntryForm event={event} items={items} draft={draft} onChange={change} onShow={setAsked} isOnItsWay={(entry) => desk.unsettled(entry.paddle, entry.itemId) !== undefined} />
      ) : (
        <Answer
          event={event}
          row={row}
          item={items[row.entry.itemId]}
          onSendAgain={() => desk.sendAgain(row.key)}
          onCheckAgain={() => desk.checkAgain(row.key)}
          onAsk={(some) => setAsked(again(row.entry, draft, items[row.entry.itemId], event, some))}
          onOtherAmount={() => reset({ ...draft, amount: "" })}
          onSameGuest={() => reset({ ...EMPTY, paddle: String(row.entry.paddle), reason: row.entry.reason })}
          onNextGuest={() => reset(EMPTY)}
        />
      )}
      <RecentEntries event={event} rows={rows} onLook={look} />
      {asked !== null && askedItem !== undefined && <GuestSheet event={event} item={askedItem} entry={asked} onAgree={() => agree(asked)} onClose={() => setAsked(null)} />}
    </>
  );
}

/** The list forgets a secret amount once it is answered; what is asked again comes from what is still typed. */
function again(entry: Entry, draft: Draft, item: ItemDocument | undefined, event: GalaEvent, some: { cents?: number; isConfirmed?: boolean; isHouseholdOk?: boolean }): Entry {
  const typed = item === undefined ? null : entryOf(draft, item, event).entry;
  const cents = some.cents ?? typed?.cents ?? entry.cents;
  return { ...entry, ...some, cents, ...(some.cents === undefined ? {} : { kind: "exact", isConfirmed: false }) };
}

type EntryFormProps = {
  event: GalaEvent;
  items: Readonly<Record<string, ItemDocument>>;
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  onShow: (entry: Entry) => void;
  isOnItsWay: (entry: Entry) => boolean;
};

function EntryForm({ event, items, draft, onChange, onShow, isOnItsWay }: EntryFormProps) {
  const { data: known } = useQuery(paddlesOptions(event.id));
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const item = draft.itemId === null ? null : (items[draft.itemId] ?? null);
  const ready = entryOf(draft, item, event);
  const paddle = known?.paddles.find(({ number }) => String(number) === draft.paddle);
  const isUnknown = known !== undefined && draft.paddle !== "" && paddle === undefined;
  const paddleProblem = paddle?.status === "locked" ? texts.lockedPaddle(paddle.number) : null;

  const change = (some: Partial<Draft>) => {
    setProblem(null);
    onChange(some);
  };
  const show = () => {
    if (ready.entry === null) { setProblem(ready.problem); return; }
    if (isUnknown) { setProblem(texts.unknownPaddle(draft.paddle)); return; }
    if (isOnItsWay(ready.entry)) { setProblem(texts.onItsWay(ready.entry.paddle, ready.entry.itemName)); return; }
    onShow(ready.entry);
  };

  return (
    <form
      noValidate
      style={{ display: "contents" }}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        show();
      }}
    >
      <div className={classes.field}>
        <label htmlFor={id}>{texts.paddle}</label>
        <input
          id={id}
          className={classes.paddle}
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="next"
          aria-describedby={`${id}-who`}
          value={draft.paddle}
          onChange={(changed) => change({ paddle: changed.currentTarget.value.replace(/\D/g, "").slice(0, 5) })}
        />
        <span id={`${id}-who`} className={paddleProblem === null ? classes.hint : classes.problem}>
          {paddleProblem ?? paddle?.name ?? ""}
        </span>
      </div>
      <ItemPicker event={event} items={Object.values(items)} picked={item} onPick={(itemId) => change({ itemId, amount: "", units: 1, kind: "exact" })} />
      {item !== null && item.status !== "open" && <p className={classes.notice}>{texts.over}</p>}
      {item?.status === "open" && <AmountChoice event={event} item={item} draft={draft} onChange={change} onSubmit={show} />}
      <NativeSelect
        label={texts.reason}
        value={draft.reason}
        classNames={{ input: classes.select ?? "" }}
        onChange={(changed) => change({ reason: changed.currentTarget.value as EntryReason })}
        data={REASONS.map(([value, label]) => ({ value, label }))}
      />
      <div className={classes.bar}>
        <div>
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
          <Button type="submit" size="xl" fullWidth>
            {ready.entry === null ? texts.show : texts.showAmount(formatMoney(totalOf(ready.entry), event.currency))}
          </Button>
        </div>
      </div>
    </form>
  );
}
