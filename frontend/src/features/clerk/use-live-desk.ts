import { useState } from "react";
import { digits, isLive } from "#features/clerk/entries.ts";
import { liveCommands } from "#features/clerk/live-commands.ts";
import type { LiveDeskInput } from "#features/clerk/live-desk-input.ts";
import { lotToOpen } from "#features/clerk/live-lots.ts";
import { sellingOf } from "#features/clerk/live-sale.ts";
import { liveTexts } from "#features/clerk/live-texts.ts";
import { lastDone, lastSale } from "#features/clerk/live-undo.ts";
import { correctWarning, liveWarning } from "#features/clerk/live-warning.ts";
import { type Notice, noticeNow } from "#features/clerk/notice.ts";
import { readLive } from "#features/clerk/read-entry.ts";
import { texts } from "#features/clerk/texts.ts";
import { useMinusBreath } from "#features/clerk/use-minus-breath.ts";
import { useSettled } from "#features/clerk/use-settled.ts";
import type { EnterLive, Stage } from "#shared/api/types.ts";
import { askOf, type LiveLot } from "#shared/event/live-lots.ts";
import { parseMoney } from "#shared/money/format-money.ts";
import { isUnsent } from "#shared/outbox/outbox-row.ts";

type Mode = { kind: "entry" } | { kind: "ask" } | { kind: "correct"; saleId: string; itemId: string; lot: string; what: string };

/** What the keys of the live auction do. Everything goes through the outbox, so nothing here waits for the network. */
export function useLiveDesk(input: LiveDeskInput) {
  const { outbox, lot, lots, stage, money, lotName, book } = input;
  const [text, setText] = useState("");
  const [typedFor, setTypedFor] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>({ kind: "entry" });
  const [confirm, setConfirm] = useState<{ text: string; yes: () => void } | null>(null);
  const [warned, setWarned] = useState<{ text: string; sentence: string } | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const minus = useMinusBreath();
  const isSettled = useSettled(input.asked?.id ?? null);

  const tell = (told: Notice) => {
    setNotice(told);
    input.say(told.text);
    input.sound(told.tone === "look" ? "low" : "tick");
  };
  const plain = (told: string) => setNotice({ text: told, tone: "plain" });
  const clear = () => {
    setText("");
    setTypedFor(null);
    setWarned(null);
    setConfirm(null);
  };
  const seenOf = (on: LiveLot) => ({ version: on.version, after: input.rows.filter((row) => isLive(row) && row.payload.itemId === on.id && isUnsent(row)).at(-1)?.id ?? null });
  const enterOn = (on: LiveLot, body: EnterLive) => outbox.add("live", { kind: "live", itemId: on.id, lot: on.lot, body, seen: seenOf(on) });

  /** What is typed stays: a number waits for its Enter while other things are said, or until the stage opens the lot. */
  const say = (body: EnterLive, told: string): boolean => {
    if (lot === null) return false;
    if (lot.live.stage !== "running") {
      plain(liveTexts.notRunning(lotName(lot.lot)));
      setConfirm(null);
      return false;
    }
    enterOn(lot, body);
    tell({ text: told, tone: "good" });
    setWarned(null);
    setConfirm(null);
    return true;
  };

  const bid = (paddle: number | null, cents: number, isConfirmed: boolean) => {
    if (say({ kind: "bid", paddle_number: paddle, amount_cents: cents, ...(isConfirmed ? { confirmed: true } : {}) }, liveTexts.bid(paddle, money(cents)))) clear();
  };

  const sell = () => {
    const read = readLive(text);
    if (lot === null || read.kind === "unreadable") {
      plain(texts.unreadable);
      return;
    }
    // What was typed for a lot is sold on that lot, also when the stage has gone on.
    const on = lots.find(({ id }) => id === typedFor) ?? lot;
    const selling = sellingOf(read, on, lots, money, lotName);
    if (selling === null) {
      plain(liveTexts.nothingToSell);
      return;
    }
    const { body, paddle, cents, question } = selling;
    const seen = seenOf(on);
    const yes = () => {
      outbox.add("sale", { kind: "sale", itemId: on.id, lot: on.lot, body, seen });
      clear();
      tell({ text: liveTexts.sold(lotName(on.lot), paddle, money(cents)), tone: "good" });
    };
    setConfirm({ text: question, yes });
  };

  const undo = () => {
    const last = lot === null ? null : lastDone(lot, stage, input.rows, money);
    if (lot === null || last === null) {
      plain(texts.nothingToUndo);
      return;
    }
    if (last.kind === "entry") {
      outbox.add("undo_live", { kind: "undo_live", itemId: lot.id, lot: lot.lot, entry: last.entry, what: last.what });
      tell({ text: liveTexts.reversed(last.what), tone: "plain" });
      return;
    }
    const { sale, paddle, cents } = last;
    const yes = () => {
      const undone = outbox.add("undo_sale", { kind: "undo_sale", itemId: lot.id, lot: lot.lot, sale, paddle, cents });
      clear();
      const seen = { version: lot.version, after: undone.id };
      const redo = () => void outbox.add("sale", { kind: "sale", itemId: lot.id, lot: lot.lot, body: { item_id: lot.id, paddle_number: paddle, amount_cents: cents }, seen });
      tell({ text: liveTexts.reopened(lotName(lot.lot), paddle, money(cents)), tone: "plain", redo });
    };
    setConfirm({ text: liveTexts.reopen(lotName(lot.lot), paddle, money(cents)), yes });
  };

  const pass = () => {
    const yes = () => say({ kind: "pass" }, liveTexts.said.pass);
    if (lot?.price_cents != null && lot.live.stage === "running") setConfirm({ text: liveTexts.passBid(lotName(lot.lot), lot.leader_paddle, money(lot.price_cents)), yes });
    else yes();
  };

  const next = () => {
    const following = lotToOpen(lots, lot);
    if (following === null) {
      plain(liveTexts.noNext);
      return;
    }
    const isRunning = lot?.live.stage === "running";
    const yes = () => {
      enterOn(following, { kind: "open", ...(isRunning ? { pass_running: true } : {}) });
      clear();
      tell({ text: liveTexts.opened(lotName(following.lot)), tone: "good" });
    };
    if (isRunning) setConfirm({ text: liveTexts.nextRuns(lotName(lot.lot), lotName(following.lot)), yes });
    else yes();
  };

  const setAsk = (cents: number, stepCents: number | null) => {
    if (cents > 0) say({ kind: "ask", ask_cents: cents, ...(stepCents === null ? {} : { step_cents: stepCents }) }, liveTexts.asked(money(cents)));
  };
  const stepAsk = (by: 1 | -1) => {
    if (lot === null) return;
    setAsk(askOf(lot) + by * lot.live.step_cents, null);
    minus.stepped(by);
  };

  const takeOffer = () => {
    const offer = stage?.lots.find(({ item_id }) => item_id === lot?.id)?.offers[0];
    if (offer === undefined) plain(liveTexts.noOffer);
    else say({ kind: "take_offer", offer_id: offer.id }, liveTexts.said.take_offer);
  };

  const correct = () => {
    const sale = (lot === null ? undefined : lastSale(lot.id, stage)) ?? stage?.sales[0];
    if (sale === undefined) plain(liveTexts.noSale);
    else startCorrecting(sale);
  };
  const startCorrecting = (sale: Stage["sales"][number]) => {
    clear();
    setMode({ kind: "correct", saleId: sale.id, itemId: sale.item_id, lot: sale.lot, what: `${lotName(sale.lot)} · ${money(sale.amount_cents)}` });
  };

  const enterMode = () => {
    if (mode.kind === "correct") {
      const read = readLive(text);
      if (read.kind !== "bid" || read.paddle === null || read.cents !== null) plain(texts.unreadable);
      else {
        const doubt = correctWarning(read.paddle, book);
        if (doubt !== null && warned?.text !== text) {
          setWarned({ text, sentence: doubt });
          input.sound("low");
          return;
        }
        const { paddle } = read;
        const { id } = outbox.add("correct_sale", { kind: "correct_sale", itemId: mode.itemId, lot: mode.lot, sale: { id: mode.saleId, of: null }, paddle });
        tell({ text: liveTexts.correcting(paddle), tone: "plain", awaits: { rowId: id, answered: ({ phase }) => (phase === "done" ? { text: liveTexts.corrected(paddle), tone: "good" } : null) } });
        setMode({ kind: "entry" });
        clear();
      }
      return;
    }
    const [ask = "", step] = text.split("/");
    const cents = parseMoney(ask);
    const stepCents = step === undefined ? null : parseMoney(step);
    if (cents === null || cents === 0) plain(texts.unreadable);
    else {
      setAsk(cents, stepCents);
      clear();
      setMode({ kind: "entry" });
    }
  };

  const enterBid = () => {
    const read = readLive(text);
    if (lot === null || read.kind === "unreadable") {
      plain(texts.unreadable);
      return;
    }
    if (typedFor !== null && typedFor !== lot.id) {
      setTypedFor(lot.id);
      setConfirm({ text: liveTexts.otherLot(lotName(lot.lot)), yes: () => { setConfirm(null); enterBidOn(lot, read); } });
      return;
    }
    enterBidOn(lot, read);
  };
  const enterBidOn = (on: LiveLot, read: Exclude<ReturnType<typeof readLive>, { kind: "unreadable" }>) => {
    const paddle = read.kind === "bid" ? read.paddle : null;
    const cents = (read.kind === "bid" ? read.cents : null) ?? askOf(on);
    const warning = liveWarning(paddle, cents, askOf(on), book, money);
    const sentences = [minus.isOneBreath() && text !== "" ? liveTexts.afterMinus(paddle, money(askOf(on))) : null, warning?.sentence ?? null].filter((sentence) => sentence !== null);
    if (sentences.length > 0 && warned?.text !== text) {
      setWarned({ text, sentence: sentences.join(" ") });
      input.sound("low");
      return;
    }
    bid(warning?.isUnknown === true ? null : paddle, cents, warning?.isConfirmed === true);
  };

  const enter = () => {
    const yes = input.asked?.choices.find(({ key }) => key === "Enter");
    if (confirm !== null) confirm.yes();
    else if (mode.kind !== "entry") enterMode();
    else if (text === "" && yes !== undefined) {
      if (isSettled()) yes.run();
    } else enterBid();
  };

  const escape = () => {
    const no = input.asked?.choices.find(({ key }) => key === "Esc");
    if (confirm !== null) setConfirm(null);
    else if (mode.kind !== "entry" || text !== "") {
      setMode({ kind: "entry" });
      clear();
    } else if (no !== undefined) no.run();
    else setNotice(null);
  };

  const type = (typed: string) => {
    if (text === "" && typed !== "") {
      setTypedFor(lot?.id ?? null);
      minus.began();
    }
    if (warned !== null && warned.text !== typed) setWarned(null);
    if (typed !== "") setNotice(null);
    setConfirm(null);
    setText(typed);
  };

  const tab = () => {
    if (!/^\d+$/.test(text)) return false;
    setText(`${text} `);
    return true;
  };

  const commands = liveCommands(
    {
      sell,
      undo,
      stepAsk,
      takeOffer,
      pass,
      next,
      correct,
      warn: () => say({ kind: "warn" }, liveTexts.said.warn),
      ask: () => { clear(); setMode({ kind: "ask" }); },
      absentee: () => say({ kind: "absentee" }, liveTexts.said.absentee),
      phones: (isOpen) => say({ kind: "phones", phones_open: isOpen }, isOpen ? liveTexts.said.unlocked : liveTexts.said.locked),
      look: () => (input.hasLooks ? input.onLook() : plain(texts.nothingToLook)),
      help: input.onHelp,
    },
    lot?.live.phones_open === true,
  );
  const warning = warned?.text === text ? warned.sentence : null;
  return { text, type, tab, enter, escape, mode, confirm, warning, notice: noticeNow(notice, (id) => outbox.find(id)), commands, startCorrecting, dismiss: () => setConfirm(null), who: (paddle: number | null) => (paddle === null ? texts.unknownPaddle : digits(paddle)) };
}
