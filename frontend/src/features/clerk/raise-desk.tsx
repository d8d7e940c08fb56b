import { useRef, useState } from "react";
import classes from "#features/clerk/clerk.module.css";
import { CommandBar } from "#features/clerk/command-bar.tsx";
import { Differences, openMismatches } from "#features/clerk/differences.tsx";
import { type ClerkEntry, type ClerkRow, digits, rowsOf } from "#features/clerk/entries.ts";
import { EntryField } from "#features/clerk/entry-field.tsx";
import { KeyHelp, RAISE_TYPED } from "#features/clerk/key-help.tsx";
import { LevelStrip } from "#features/clerk/level-strip.tsx";
import { type Look, NeedsLook } from "#features/clerk/needs-look.tsx";
import { NoticeLine, QuestionBar } from "#features/clerk/notice-line.tsx";
import { type PaddleBook, paddleWords } from "#features/clerk/paddle-book.ts";
import { RaiseCounters } from "#features/clerk/raise-counters.tsx";
import { RaiseLog } from "#features/clerk/raise-log.tsx";
import { acceptOf } from "#features/clerk/raise-look.ts";
import { questionText, serverQuestion, whoWords } from "#features/clerk/raise-question.ts";
import { type FailedAct, failedActs, higherGift, needsLook, type RaiseRow, raiseRows, savedHere, stands } from "#features/clerk/raise-rows.ts";
import { calledLevel, levelAmounts } from "#features/clerk/raise-state.ts";
import { readRaise } from "#features/clerk/read-entry.ts";
import type { ClerkSettings } from "#features/clerk/settings.ts";
import { play } from "#features/clerk/sounds.ts";
import { raiseRefusal, raiseTexts } from "#features/clerk/texts.ts";
import { useRaiseDesk } from "#features/clerk/use-raise-desk.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { Desk, GalaEvent, RaiseState } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";
import { useSession } from "#shared/session/session-context.tsx";
import { serverClock } from "#shared/time/server-clock.ts";

type RaiseDeskProps = {
  event: GalaEvent;
  outbox: Outbox<ClerkEntry>;
  rows: readonly ClerkRow[];
  raise: RaiseState;
  desk: Desk | undefined;
  book: PaddleBook;
  settings: ClerkSettings;
};

const ALLOWED = /[\d/*.,-]/;

export function RaiseDesk({ event, outbox, rows, raise, desk, book, settings }: RaiseDeskProps) {
  const session = useSession();
  const { polite } = useAnnounce();
  const field = useRef<HTMLInputElement>(null);
  const [openedAt] = useState(serverClock.now);
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const [checkerLevel, setCheckerLevel] = useState<{ cents: number; called: number | null } | null>(null);
  const [compared, setCompared] = useState<number | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);

  const isManager = session.role === "owner" || session.role === "coordinator";
  const isChecker = settings.seat === "checker";
  const money = (cents: number) => formatMoney(cents, event.currency);
  const called = calledLevel(raise, rows);
  // The second clerk may lag behind for a moment; the next call brings both together.
  const levelCents = isChecker && checkerLevel !== null && checkerLevel.called === called ? checkerLevel.cents : called;
  const gifts = raiseRows({ desk, rows, sessionId: session.session_id });
  const own = isChecker ? checkRows(rows) : gifts;
  // The second clerk sees to what the server refused of theirs; the gifts' looks are the first clerk's.
  const looks = isChecker ? [] : needsLook(gifts);
  const failed = failedActs(rows);
  const level = raise.levels.find(({ amount_cents }) => amount_cents === levelCents);
  const here = savedHere(rows, levelCents);
  const refocus = () => field.current?.focus();

  const state = useRaiseDesk({
    outbox,
    appealId: raise.appeal_id,
    isChecker,
    isManager,
    levelCents,
    isReleased: level?.is_released === true,
    amounts: levelAmounts(raise, rows),
    count: (level?.count ?? 0) + here,
    all: isChecker ? [] : gifts,
    looks,
    failed,
    book,
    serverQuestion: isChecker ? null : serverQuestion(rows, gifts, openedAt, answered),
    money,
    say: polite,
    sound: (sound) => play(sound, settings.sounds),
    onAnswered: (rowId) => setAnswered((before) => new Set([...before, rowId])),
    onLevel: (cents) => setCheckerLevel({ cents, called }),
    onHelp: () => setHelpOpen(true),
  });
  const { mode, looked, question } = state;

  const allLooks = [...looks.map((row) => lookOf(row, money)), ...failed.map((act) => failedLook(act, money))];
  const lookedWhat = allLooks.find(({ id }) => id === (looked ?? state.failed)?.id) ?? null;
  const typed = readRaise(state.text);
  const levels = (desk?.levels ?? []).filter(({ checks, amount_cents }) => checks > 0 && (amount_cents !== levelCents || compared === amount_cents));
  const differing = (row: RaiseRow) => levels.some((one) => one.amount_cents === row.levelCents && openMismatches(one, rows).some(({ paddle_number, amount_cents }) => paddle_number === (row.paddle ?? 0) && amount_cents === row.cents));
  const label = mode === "level" ? raiseTexts.level : lookedWhat === null ? "Paddle" : lookedWhat.what;
  const released = level?.is_released === true ? raiseTexts.released(money(level.amount_cents)) : null;
  const hint = mode === "level" ? raiseTexts.typeLevel : mode === "look" && lookedWhat === null ? raiseTexts.lookGone : lookedWhat === null ? (released ?? (levelCents === null ? "" : raiseTexts.hint[settings.seat](money(levelCents)))) : looked === null ? raiseTexts.failedHint(lookedWhat.why) : raiseTexts.naming(lookedWhat.why, acceptOf(looked, book, isManager));

  return (
    <div className={classes.desk}>
      <section className={classes.main} aria-label={raise.title}>
        <LevelStrip amounts={levelAmounts(raise, rows)} current={levelCents} money={money} onCall={(cents) => { state.callLevel(cents); refocus(); }} />
        <RaiseCounters raise={raise} levelCents={levelCents} rows={rows} gifts={gifts} money={money} />
        <EntryField
          label={label}
          hint={hint}
          lookUp={typed.kind === "pledge" || typed.kind === "reverse" ? lookUp(typed.paddle, book, gifts, levelCents, money) : ""}
          value={state.text}
          allowed={ALLOWED}
          commands={state.commands}
          singleKeys={settings.singleKeys}
          fieldRef={field}
          onChange={state.type}
          onEnter={state.enter}
          onEscape={state.escape}
        />
        <div className={classes.answers}>
          {state.warnings.length > 0 ? (
            <QuestionBar question={state.warnings.join(" ")} choices={[{ label: "Record", key: "Enter", run: state.enter }, { label: "Clear", key: "Esc", run: state.escape }]} onDone={refocus} />
          ) : question !== null && mode === "entry" ? (
            <QuestionBar
              question={questionText(question, serverClock.now(), money)}
              choices={[{ label: question.kind === "phone" ? "Extra gift" : "Second gift", key: "Enter", run: () => state.accept(question) }, { label: question.kind === "phone" ? "Same gift" : "Skip", key: "Esc", run: () => state.refuse(question) }]}
              onDone={refocus}
            />
          ) : (
            <NoticeLine notice={state.notice} onDone={refocus} />
          )}
        </div>
        <CommandBar commands={state.commands} singleKeys={settings.singleKeys} onDone={refocus} />
        <RaiseLog event={event} rows={own} differing={differing} nameOf={(paddle) => (paddle === null ? "" : (book.get(paddle)?.name ?? ""))} onUndo={isChecker ? null : (row) => { state.reverse(row); refocus(); }} />
      </section>
      <aside className={classes.side}>
        <NeedsLook looks={allLooks} currentId={lookedWhat?.id ?? null} onLook={(id) => { state.lookAt(id); refocus(); }} />
        {levelCents !== null && (desk?.levels ?? []).some(({ amount_cents, checks }) => checks > 0 && amount_cents === levelCents) && (
          <button type="button" className={classes.plain} onClick={() => { setCompared(compared === levelCents ? null : levelCents); refocus(); }}>
            {raiseTexts.compare}
          </button>
        )}
        {levels.map((one) => (
          <Differences key={one.id} level={one} mismatches={openMismatches(one, rows)} isChecker={isChecker} money={money} onSettle={(entry) => { outbox.add(entry.kind, entry); refocus(); }} />
        ))}
      </aside>
      <KeyHelp opened={isHelpOpen} onClose={() => { setHelpOpen(false); refocus(); }} commands={state.commands} typed={RAISE_TYPED} />
    </div>
  );
}

function lookOf(row: RaiseRow, money: (cents: number) => string): Look {
  const why = row.refusal !== null ? raiseRefusal(row.refusal.code) : row.issue === null ? "" : raiseTexts.issues[row.issue];
  return { id: row.id, what: `${whoWords(row)} · ${money(row.cents)}`, why };
}

function failedLook({ id, kind, paddle, cents, code }: FailedAct, money: (cents: number) => string): Look {
  const what = [raiseTexts.failed[kind], paddle === null ? null : digits(paddle), cents === null ? null : money(cents)];
  return { id, what: what.filter((part) => part !== null).join(" · "), why: raiseRefusal(code) };
}

function lookUp(paddle: number, book: PaddleBook, gifts: readonly RaiseRow[], levelCents: number | null, money: (cents: number) => string): string {
  const known = book.get(paddle);
  if (known === undefined) return "";
  const higher = levelCents === null ? undefined : higherGift(gifts, paddle, levelCents);
  return higher === undefined ? paddleWords(known) : `${paddleWords(known)} · ${raiseTexts.earlier(money(higher.cents))}`;
}

/** The second clerk's own list: compared, never added. */
function checkRows(rows: readonly ClerkRow[]): RaiseRow[] {
  const checks = rowsOf(rows, "check").map(({ id, at, payload, phase, refusal }): RaiseRow => {
    const mark = phase === "done" ? "server" : phase === "refused" ? "look" : "saved";
    const rest = { name: null, hands: 1, issue: null, by: null, isPhone: false, isOwn: true, isAdditional: false, sameAsId: null, pledgeId: null, index: 0 };
    return { ...rest, id, rowId: id, at, paddle: payload.paddle === 0 ? null : payload.paddle, cents: payload.cents ?? payload.levelCents, levelCents: payload.levelCents, mark, refusal: refusal ?? null };
  });
  return checks.sort((one, other) => other.at - one.at).filter((row) => stands(row));
}
