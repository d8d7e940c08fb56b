import { useRef, useState } from "react";
import classes from "#features/clerk/clerk.module.css";
import { CommandBar } from "#features/clerk/command-bar.tsx";
import type { ClerkEntry, ClerkRow } from "#features/clerk/entries.ts";
import { EntryField } from "#features/clerk/entry-field.tsx";
import { KeyHelp, LIVE_TYPED } from "#features/clerk/key-help.tsx";
import { feedOf } from "#features/clerk/live-feed.ts";
import { LiveHead } from "#features/clerk/live-head.tsx";
import { LiveLog } from "#features/clerk/live-log.tsx";
import { currentLot, liveLots, lotToOpen, runningLot } from "#features/clerk/live-lots.ts";
import { liveLooks } from "#features/clerk/live-looks.ts";
import type { LiveQuestion } from "#features/clerk/live-question.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import { NeedsLook } from "#features/clerk/needs-look.tsx";
import { NoticeLine, QuestionBar } from "#features/clerk/notice-line.tsx";
import { type PaddleBook, paddleWords } from "#features/clerk/paddle-book.ts";
import { readLive } from "#features/clerk/read-entry.ts";
import { ReasonForm } from "#features/clerk/reason-form.tsx";
import { SaleChecks, unconfirmedSales } from "#features/clerk/sale-checks.tsx";
import type { ClerkSettings } from "#features/clerk/settings.ts";
import { play } from "#features/clerk/sounds.ts";
import { texts } from "#features/clerk/texts.ts";
import { useLiveDesk } from "#features/clerk/use-live-desk.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent, ItemDocument, Stage } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { askOf, nextLot } from "#shared/event/live-lots.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";
import { useSession } from "#shared/session/session-context.tsx";
import { serverClock } from "#shared/time/server-clock.ts";

type LiveDeskProps = {
  event: GalaEvent;
  items: Readonly<Record<string, ItemDocument>>;
  stage: Stage | undefined;
  outbox: Outbox<ClerkEntry>;
  rows: readonly ClerkRow[];
  book: PaddleBook;
  settings: ClerkSettings;
};

/** A minus is typed only while single-key commands are off, and can't be read: silently left out, "-331" would be a bid by 331. */
const ALLOWED = { entry: /[\d., -]/, ask: /[\d.,/]/, correct: /\d/ } as const;

export function LiveDesk({ event, items, stage, outbox, rows, book, settings }: LiveDeskProps) {
  const { session_id } = useSession();
  const { polite } = useAnnounce();
  const field = useRef<HTMLInputElement>(null);
  const [lookId, setLookId] = useState<string | null>(null);
  const [reasoningId, setReasoningId] = useState<string | null>(null);
  const [lastRunId, setLastRunId] = useState<string | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const refocus = () => field.current?.focus();
  const add = (entry: ClerkEntry) => {
    outbox.add(entry.kind, entry);
    refocus();
  };

  const money = (cents: number) => formatMoney(cents, event.currency);
  const lotName = (lot: string) => itemName(event, { lot });
  const sales = stage?.sales ?? [];
  const lots = liveLots(items, rows);
  // The list of sales is read after the room has told of them: by it alone the lot before would be shown for a moment.
  const runningId = runningLot(lots)?.id ?? lastRunId;
  if (runningId !== lastRunId) setLastRunId(runningId);
  const lot = currentLot(lots, runningId, sales);
  const known = { lots, sales, book, money, lotName, now: serverClock.now() };

  const { questions, broken, looks } = liveLooks(rows, known, session_id, outbox);
  const first = questions.find(({ id }) => id === lookId) ?? questions[0] ?? null;
  const asked = first === null ? null : askedNow(first, first.id === lookId, setReasoningId);

  const desk = useLiveDesk({
    outbox,
    rows,
    lots,
    lot,
    stage,
    book,
    asked,
    hasLooks: looks.length > 0,
    money,
    lotName,
    say: polite,
    sound: (sound) => play(sound, settings.sounds),
    onLook: () => look(looks[(looks.findIndex(({ id }) => id === lookId) + 1) % looks.length]?.id ?? ""),
    onHelp: () => setHelpOpen(true),
  });
  const look = (id: string) => {
    setLookId(id);
    const sale = broken.find((one) => one.id === id);
    if (sale !== undefined) desk.startCorrecting(sale);
    refocus();
  };

  if (lot === null) return <p className={classes.none}>{liveTexts.noLots}</p>;
  const next = nextLot(lots, lot);
  const toOpen = lotToOpen(lots, lot);
  const staff = stage?.lots.find(({ item_id }) => item_id === lot.id);
  const { mode } = desk;
  const typed = readLive(desk.text);
  const paddle = typed.kind === "bid" ? typed.paddle : null;
  const cents = (typed.kind === "bid" ? typed.cents : null) ?? askOf(lot);
  const bidHint = lot.live.stage === "running" ? (typed.kind === "bid" && typed.cents !== null ? liveTexts.hintAt(money(cents)) : liveTexts.hintAsk(money(cents))) : liveTexts.hintUnopened(toOpen === null ? "the next lot" : lotName(toOpen.lot));
  const hint = mode.kind === "ask" ? liveTexts.typeAsk : mode.kind === "correct" ? liveTexts.typePaddle(mode.what) : bidHint;
  const yesNo = (run: () => void) => [{ label: liveTexts.yes, key: "Enter", run }, { label: liveTexts.no, key: "Esc", run: desk.escape }];

  return (
    <div className={classes.desk}>
      <section className={classes.main} aria-label={lotName(lot.lot)}>
        <LiveHead lot={lot} name={lotName(lot.lot)} staff={staff} next={next} nextName={next === null ? "" : lotName(next.lot)} money={money} />
        <EntryField
          label={mode.kind === "ask" ? liveTexts.ask : texts.paddle}
          hint={hint}
          lookUp={paddle === null ? "" : lookUp(paddle, book)}
          value={desk.text}
          allowed={ALLOWED[mode.kind]}
          commands={desk.commands}
          singleKeys={settings.singleKeys}
          fieldRef={field}
          onChange={desk.type}
          onEnter={desk.enter}
          onEscape={desk.escape}
          onTab={desk.tab}
        />
        <div className={classes.answers}>
          {desk.confirm !== null ? (
            <QuestionBar question={desk.confirm.text} choices={yesNo(desk.enter)} onDone={refocus} />
          ) : desk.warning !== null ? (
            <QuestionBar question={desk.warning} choices={yesNo(desk.enter)} onDone={refocus} />
          ) : asked === null ? (
            <NoticeLine notice={desk.notice} onDone={refocus} />
          ) : asked.reason === undefined || reasoningId !== asked.id ? (
            <QuestionBar question={asked.text} choices={asked.choices} onDone={refocus} />
          ) : (
            <ReasonForm key={asked.id} question={asked.text} onReason={(words) => { asked.reason?.(words); refocus(); }} onDrop={() => { setReasoningId(null); refocus(); }} />
          )}
        </div>
        <CommandBar commands={desk.commands} singleKeys={settings.singleKeys} onDone={refocus} />
        <LiveLog event={event} rows={feedOf(lot.id, stage, rows)} />
      </section>
      <aside className={classes.side}>
        <NeedsLook looks={looks} currentId={lookId} onLook={look} />
        <SaleChecks sales={unconfirmedSales(sales, rows)} sessionId={session_id} money={money} lotName={lotName} onConfirm={add} />
      </aside>
      <KeyHelp opened={isHelpOpen} onClose={() => { setHelpOpen(false); refocus(); }} commands={desk.commands} typed={LIVE_TYPED} />
    </div>
  );
}

/** A question as it can be answered now: words are typed only when the clerk goes there, so that no digit lands among them. */
function askedNow(question: LiveQuestion, isLooked: boolean, onReason: (id: string) => void): LiveQuestion {
  if (question.reason !== undefined) return { ...question, choices: [{ label: liveTexts.typeWhy, key: "Enter", run: () => onReason(question.id) }, ...question.choices] };
  if (question.isHeavy !== true || isLooked) return question;
  return { ...question, text: `${question.text} ${liveTexts.jump}`, choices: question.choices.map(({ label, run }) => ({ label, run })) };
}

function lookUp(paddle: number, book: PaddleBook): string {
  const known = book.get(paddle);
  return known === undefined ? "" : paddleWords(known);
}
