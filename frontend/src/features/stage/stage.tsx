import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { Conflicts } from "#features/stage/conflicts.tsx";
import { HistorySheet } from "#features/stage/history-sheet.tsx";
import { InfoLine } from "#features/stage/info-line.tsx";
import { KeysSheet } from "#features/stage/keys-sheet.tsx";
import { LotStage } from "#features/stage/lot-stage.tsx";
import { MoreSheet } from "#features/stage/more-sheet.tsx";
import { ownSale, type UndoableSale, withPending } from "#features/stage/pending.ts";
import { QuestionSheet } from "#features/stage/question-sheet.tsx";
import { RaiseStage } from "#features/stage/raise-stage.tsx";
import { RestStage } from "#features/stage/rest-stage.tsx";
import { isRunFinished, shownLot, soldSoFar } from "#features/stage/run-order.ts";
import { setPhones, undoEntry } from "#features/stage/said.ts";
import { lastSaid } from "#features/stage/stage-entry.ts";
import classes from "#features/stage/stage-page.module.css";
import { texts } from "#features/stage/texts.ts";
import { type Mode, TopBar } from "#features/stage/top-bar.tsx";
import { UndoSaleSheet } from "#features/stage/undo-sale-sheet.tsx";
import { useKeysSwitch } from "#features/stage/use-keys.ts";
import { useStageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { nextLot, runOrder } from "#shared/event/live-lots.ts";
import type { LiveSnapshot } from "#shared/event/live-snapshot.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { useStage } from "#shared/event/stage-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { PageState } from "#shared/ui/page-state.tsx";

type Open = "more" | "history" | "keys" | "ask" | null;

export function Stage({ event, live, menu }: { event: GalaEvent; live: LiveSnapshot; menu: ReactNode }) {
  const { status } = useRoom();
  const desk = useStageDesk(event);
  const { data: stage } = useStage(event.id, desk.answered);
  // Read before a pad needs it: there may be no network then.
  useQuery(paddlesOptions(event.id));
  const [open, setOpen] = useState<Open>(null);
  const [undoing, setUndoing] = useState<UndoableSale | null>(null);
  const [chosen, setChosen] = useState<Mode | null>(null);
  const [hasKeys, setKeys] = useKeysSwitch();
  const [lastRunId, setLastRunId] = useState<string | null>(null);

  const items = useMemo(() => Object.values(live.items), [live.items]);
  const lots = useMemo(() => withPending(runOrder(live.items), desk.pending, desk.openedId), [live.items, desk.pending, desk.openedId]);
  const running = lots.find((one) => one.live.stage === "running");
  if (running !== undefined && running.id !== lastRunId) setLastRunId(running.id);
  const lastId = lastRunId ?? stage?.sales[0]?.item_id ?? null;
  const lot = lots.find(({ id }) => id === shownLot(lots, lastId)?.id);
  const next = nextLot(lots, lot) ?? undefined;
  const known = stage?.lots.find(({ item_id }) => item_id === lot?.id);
  const sale = stage?.sales.find(({ item_id }) => item_id === lot?.id);
  const appeal = live.state.paddle_raise;
  const mode = chosen ?? (appeal?.status === "open" && running === undefined ? "raise" : "lots");
  const isOld = status === "stale" || status === "offline";
  const so = soldSoFar(lots);
  const finished = isRunFinished(lots) ? texts.finished(so.count, formatMoney(so.cents, event.currency)) : null;
  const question = desk.refused[0];
  const isInCheckout = live.state.phase === "checkout" || live.state.phase === "over";

  const undoSale = (one: UndoableSale) => {
    // Nothing is billed before checkout, so before it nobody can have paid.
    if (isInCheckout) setUndoing(one);
    else desk.act({ name: "undo_sale", saleId: one.id, paddle: one.paddle ?? one.heard_number, cents: one.amount_cents, body: {} });
  };
  const stepBack = () => {
    const entry = lot === undefined ? undefined : lastSaid(lot.id, known, desk.pending);
    if (lot === undefined || entry === undefined) desk.say({ tone: "warn", text: texts.nothingToUndo });
    else desk.act(undoEntry(lot.id, entry));
    setOpen(null);
  };
  const shared = { event, next, known, desk, hasKeys: hasKeys && open === null && question === undefined && undoing === null, onKeys: () => setOpen("keys") };

  return (
    <div className={classes.page}>
      <TopBar
        title={mode === "raise" ? (appeal?.title ?? texts.modes.raise) : lot === undefined ? texts.heading : `${texts.progress(lots.indexOf(lot) + 1, lots.length)} ${lot.title}`}
        under={next === undefined ? texts.noNext : texts.next(next.lot, next.title)}
        status={status}
        phones={mode === "lots" ? (running ?? null) : null}
        mode={mode}
        hasRaise={appeal !== null}
        onMode={setChosen}
        onPhones={(seen) => desk.act(setPhones(seen))}
        onMore={() => setOpen("more")}
      />
      <InfoLine state={live.state} notice={desk.notice} isOld={isOld} savedCount={desk.pending.length} items={items} />
      <Conflicts event={event} sales={(stage?.sales ?? []).filter(({ claim }) => claim !== null)} desk={desk} />
      {mode === "raise" ? (
        appeal === null ? <PageState title={texts.noAppeal} /> : <RaiseStage event={event} appeal={appeal} desk={desk} isOld={isOld} hasKeys={shared.hasKeys} onKeys={shared.onKeys} />
      ) : lot === undefined ? (
        <PageState title={texts.empty} />
      ) : lot.live.stage === "running" ? (
        <LotStage key={lot.id} {...shared} lot={lot} isOld={isOld} isTypingAsk={open === "ask"} onTypeAsk={(isTyping) => setOpen(isTyping ? "ask" : null)} />
      ) : (
        <RestStage key={lot.id} {...shared} lot={lot} finished={finished} sale={sale} own={ownSale(lot.id, desk.said)} onUndoSale={undoSale} />
      )}
      {open === "more" && (
        <MoreSheet
          event={event}
          lots={lots}
          lot={lot}
          known={known}
          desk={desk}
          onStepBack={stepBack}
          onTypeAsk={() => setOpen("ask")}
          onHistory={() => setOpen("history")}
          onKeys={() => setOpen("keys")}
          onClose={() => setOpen(null)}
          menu={menu}
        />
      )}
      {open === "history" && <HistorySheet event={event} lot={lot} stage={stage} desk={desk} onUndoSale={undoSale} onClose={() => setOpen(null)} />}
      {open === "keys" && <KeysSheet isOn={hasKeys} onSwitch={setKeys} onClose={() => setOpen(null)} />}
      {undoing !== null && <UndoSaleSheet event={event} sale={undoing} desk={desk} onClose={() => setUndoing(null)} />}
      {question !== undefined && <QuestionSheet key={question.key} event={event} row={question} desk={desk} />}
    </div>
  );
}
