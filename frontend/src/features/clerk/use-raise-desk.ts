import { useState } from "react";
import type { Command } from "#features/clerk/commands.ts";
import type { ClerkEntry, ClerkRow, EntryOf } from "#features/clerk/entries.ts";
import { type Notice, noticeNow } from "#features/clerk/notice.ts";
import type { PaddleBook } from "#features/clerk/paddle-book.ts";
import { lookAct, nextLook, settleLook } from "#features/clerk/raise-look.ts";
import { type RaiseQuestion, whoWords } from "#features/clerk/raise-question.ts";
import { checkPledge } from "#features/clerk/raise-warnings.ts";
import { earlierGift, type FailedAct, type RaiseRow, stands } from "#features/clerk/raise-rows.ts";
import { neighbour } from "#features/clerk/raise-state.ts";
import { type RaiseInput, readRaise } from "#features/clerk/read-entry.ts";
import { raiseRefusal, raiseTexts, texts } from "#features/clerk/texts.ts";
import { useSettled } from "#features/clerk/use-settled.ts";
import { parseMoney } from "#shared/money/format-money.ts";
import type { Outbox } from "#shared/outbox/outbox.ts";

export type RaiseDeskInput = {
  outbox: Outbox<ClerkEntry>;
  appealId: string;
  isChecker: boolean;
  /** May name a paddle that is locked or not checked in. */
  isManager: boolean;
  /** What is called for. */
  levelCents: number | null;
  /** Its gifts are billed: the server takes no more. */
  isReleased: boolean;
  amounts: readonly number[];
  /** Gifts at this level by the server's count and this laptop's. */
  count: number;
  all: readonly RaiseRow[];
  looks: readonly RaiseRow[];
  failed: readonly FailedAct[];
  book: PaddleBook;
  serverQuestion: RaiseQuestion | null;
  money: (cents: number) => string;
  say: (text: string) => void;
  sound: (sound: "tick" | "low") => void;
  onAnswered: (rowId: string) => void;
  onLevel: (cents: number) => void;
  onHelp: () => void;
};

type Pledged = Omit<EntryOf<"pledge">, "kind" | "appealId" | "levelCents">;

/** What the keys of the paddle raise do. Nothing here waits for the network. */
export function useRaiseDesk(input: RaiseDeskInput) {
  const { outbox, appealId, levelCents, all, looks, book, money } = input;
  const [text, setText] = useState("");
  const [mode, setMode] = useState<"entry" | "level" | "look">("entry");
  const [warned, setWarned] = useState<{ text: string; sentences: string[] } | null>(null);
  const [asked, setAsked] = useState<Extract<RaiseQuestion, { kind: "local" }> | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [lookId, setLookId] = useState<string | null>(null);
  const ids = [...looks, ...input.failed].map(({ id }) => id);
  // Only what is shown is answered: when somebody else has settled it, no other gift takes its place.
  const failed = mode === "look" ? (input.failed.find(({ id }) => id === lookId) ?? null) : null;
  const looked = mode === "look" ? (looks.find(({ id }) => id === lookId) ?? null) : null;
  const question = asked ?? input.serverQuestion;
  const isSettled = useSettled(input.serverQuestion?.kind === "local" ? null : (input.serverQuestion?.row.id ?? null));
  // F8 is pressed for the look it brings; one that came by itself must have been on the screen before Enter alone answers it.
  const [cameId, setCameId] = useState<string | null>(null);
  const isCameRead = useSettled(cameId);
  const isLookRead = () => cameId !== lookId || isCameRead();

  const tell = (told: Notice) => {
    setNotice(told);
    input.say(told.text);
    input.sound(told.tone === "look" ? "low" : "tick");
  };
  const clear = () => {
    setText("");
    setWarned(null);
  };
  const add = (entry: ClerkEntry) => outbox.add(entry.kind, entry);

  const skip = ({ paddle, cents }: { paddle: number; cents: number | null }, atCents: number) => {
    add({ kind: "skip", levelCents: atCents, paddle, cents: cents ?? atCents });
    setAsked(null);
    setNotice({ text: raiseTexts.skipped(paddle, money(cents ?? atCents)), tone: "plain" });
  };

  const record = (pledged: Pledged, atCents: number, notes: readonly string[] = []) => {
    const who = whoWords(pledged);
    if (input.isChecker) {
      for (let hand = 1; hand < pledged.hands; hand += 1) add({ kind: "check", appealId, levelCents: atCents, paddle: pledged.paddle, cents: pledged.cents });
      const { id } = add({ kind: "check", appealId, levelCents: atCents, paddle: pledged.paddle, cents: pledged.cents });
      tell({ text: raiseTexts.seen(who), tone: input.isReleased ? "look" : "good", awaits: { rowId: id, answered: (row) => refusedWords(row, who) } });
      return;
    }
    const { id } = add({ kind: "pledge", appealId, levelCents: atCents, ...pledged });
    const told: Notice = pledged.needsLookOk ? { text: notes[0] ?? raiseTexts.looks(who), tone: "look" } : { text: raiseTexts.recorded(who, input.count + pledged.hands), tone: "good" };
    tell({ ...told, awaits: { rowId: id, answered: (row) => refusedWords(row, who) } });
  };

  const pledge = (read: Extract<RaiseInput, { kind: "pledge" }>) => {
    if (levelCents === null) {
      const first = input.amounts[0];
      setNotice({ text: first === undefined ? raiseTexts.typeLevel : raiseTexts.callFirst(money(first)), tone: "look" });
      return;
    }
    const { warnings, notes, needsLookOk, isConfirmed } = checkPledge(read, levelCents, book, money, input.isReleased);
    if (warnings.length > 0 && warned?.text !== text) {
      setWarned({ text, sentences: warnings });
      input.sound("low");
      return;
    }
    clear();
    const gift = input.isChecker || read.paddle === 0 ? undefined : earlierGift(all, read.paddle, levelCents);
    if (gift !== undefined) {
      setNotice(null);
      setAsked({ kind: "local", paddle: read.paddle, cents: read.cents, isConfirmed, needsLookOk, gift });
      input.sound("low");
      return;
    }
    record({ paddle: read.paddle, cents: read.cents, hands: read.hands, isAdditional: false, needsLookOk, isConfirmed }, levelCents, notes);
  };

  const reverse = (row: RaiseRow) => {
    const atCents = row.levelCents ?? levelCents ?? 0;
    const group = row.rowId === null ? [row] : all.filter((one) => one.rowId === row.rowId && stands(one));
    const paddle = row.paddle ?? 0;
    const cents = group.reduce((sum, one) => sum + one.cents, 0);
    const hands = group.length > 1 ? group.length : row.hands;
    if (row.refusal !== null && row.rowId !== null) outbox.drop(row.rowId);
    else if (row.pledgeId === null) for (let index = 0; index < row.hands; index += 1) add({ kind: "undo_pledge", pledge: { id: null, of: row.rowId, index }, paddle: row.paddle, cents, levelCents: atCents });
    else for (const one of group) add({ kind: "undo_pledge", pledge: { id: one.pledgeId, of: one.rowId, index: one.index }, paddle: one.paddle, cents: one.cents, levelCents: atCents });
    const redo = () => record({ paddle, cents: cents / hands === atCents ? null : cents / hands, hands, isAdditional: row.isAdditional, needsLookOk: row.mark === "look", isConfirmed: true }, atCents);
    tell({ text: raiseTexts.reversed(whoWords({ paddle: row.paddle, hands }), money(cents), money(atCents)), tone: "plain", redo });
  };

  const undoLast = () => {
    const last = all.find((row) => row.isOwn && stands(row));
    if (last === undefined) setNotice({ text: texts.nothingToUndo, tone: "plain" });
    else reverse(last);
  };

  const callLevel = (cents: number) => {
    if (input.isChecker) input.onLevel(cents);
    else add({ kind: "level", appealId, cents });
    tell({ text: raiseTexts.called(money(cents)), tone: "plain" });
  };

  const step = (by: 1 | -1) => {
    const next = neighbour(input.amounts, levelCents, by);
    if (next !== null) callLevel(next);
  };

  const answerLook = (row: RaiseRow, read: RaiseInput) => {
    const act = lookAct(row, read, warned?.text === text, { book, all, isManager: input.isManager, money });
    if (act.kind === "stay") tell({ text: act.sentence, tone: "look" });
    else if (act.kind === "ask") {
      setWarned({ text, sentences: [act.sentence] });
      input.sound("low");
    } else {
      tell(settleLook(row, act, outbox, `${whoWords(row)} · ${money(row.cents)}`, money));
      lookOn(row.id);
    }
  };

  /** On to the next in the list, never to an earlier one. */
  const lookOn = (id: string) => {
    clear();
    const next = nextLook(ids, id, (one) => input.failed.some((act) => act.id === one) && outbox.find(one) === undefined);
    setLookId(next);
    setCameId(next);
    if (next === null) setMode("entry");
  };

  const accept = (open: RaiseQuestion) => {
    if (open.kind === "local") {
      setAsked(null);
      record({ paddle: open.paddle, cents: open.cents, hands: 1, isAdditional: true, needsLookOk: open.needsLookOk, isConfirmed: open.isConfirmed }, levelCents ?? 0);
      return;
    }
    input.onAnswered(open.row.id);
    if (open.kind === "duplicate") outbox.retry(open.row.id, { ...open.row.payload, isAdditional: true });
    else record({ ...open.row.payload, isAdditional: true }, open.row.payload.levelCents);
  };

  const refuse = (open: RaiseQuestion) => {
    if (open.kind === "local") {
      skip(open, levelCents ?? 0);
      return;
    }
    input.onAnswered(open.row.id);
    if (open.kind === "duplicate") {
      outbox.drop(open.row.id);
      skip(open.row.payload, open.row.payload.levelCents);
    }
  };

  const enter = () => {
    const read = readRaise(text);
    if (mode === "level") {
      const cents = parseMoney(text);
      if (cents === null || cents === 0) setNotice({ text: texts.unreadable, tone: "look" });
      else {
        callLevel(cents);
        setMode("entry");
        clear();
      }
    } else if (failed !== null) {
      if (text === "" && !isLookRead()) return;
      outbox.drop(failed.id);
      lookOn(failed.id);
    } else if (mode === "look") {
      if (looked === null) {
        setMode("entry");
        clear();
        tell({ text: raiseTexts.lookGone, tone: "look" });
      } else if (text !== "" || isLookRead()) answerLook(looked, read);
    } else if (read.kind === "empty") {
      if (question !== null && (question.kind === "local" || isSettled())) accept(question);
    } else if (read.kind === "pledge") pledge(read);
    else if (read.kind === "reverse") {
      const row = levelCents === null ? undefined : all.find((one) => stands(one) && one.paddle === read.paddle && one.levelCents === levelCents);
      clear();
      if (row === undefined) tell({ text: raiseTexts.nothingOf(read.paddle), tone: "look" });
      else reverse(row);
    } else setNotice({ text: texts.unreadable, tone: "look" });
  };

  const escape = () => {
    if (mode === "look" && text !== "") clear();
    else if (mode !== "entry" || text !== "") {
      setMode("entry");
      clear();
    } else if (question !== null) refuse(question);
    else setNotice(null);
  };

  const type = (next: string) => {
    // The next number is the answer "skip": the duplicate is listed, and typing goes on.
    if (asked !== null && next !== "") skip(asked, levelCents ?? 0);
    else if (next !== "" && warned === null) setNotice(null);
    if (warned !== null && warned.text !== next) setWarned(null);
    setText(next);
  };

  const lookAt = (id: string) => {
    setMode("look");
    setLookId(id);
    setCameId(null);
    clear();
  };
  const look = () => {
    const next = nextLook(ids, mode === "look" ? lookId : null, () => false) ?? ids[0];
    if (next === undefined) setNotice({ text: texts.nothingToLook, tone: "plain" });
    else lookAt(next);
  };

  const commands: Command[] = [
    ...(input.isChecker ? [] : [{ id: "undo", label: "Undo last", keys: ["U", "Ctrl+Z"], run: undoLast }]),
    { id: "next", label: "Next level", keys: ["]"], run: () => step(1) },
    { id: "previous", label: "Level before", keys: ["["], run: () => step(-1) },
    { id: "level", label: "Type a level", keys: ["L"], run: () => { setMode("level"); clear(); } },
    { id: "look", label: "Needs a look", keys: ["F8", "!"], run: look },
    { id: "help", label: texts.allKeys, keys: ["?"], run: input.onHelp },
  ];

  return { text, type, enter, escape, mode, looked, failed, lookAt, question, warnings: warned?.text === text ? warned.sentences : [], notice: noticeNow(notice, (id) => outbox.find(id)), commands, reverse, callLevel, accept, refuse };
}

function refusedWords({ phase, refusal }: ClerkRow, who: string): Notice | null {
  return phase === "refused" ? { text: raiseTexts.notTaken(who, raiseRefusal(refusal?.code ?? "unknown")), tone: "look" } : null;
}
