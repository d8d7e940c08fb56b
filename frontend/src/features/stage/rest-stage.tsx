import { LotCard } from "#features/stage/lot-card.tsx";
import lotClasses from "#features/stage/lot.module.css";
import type { ShownLot, UndoableSale } from "#features/stage/pending.ts";
import { openLot, undoEntry } from "#features/stage/said.ts";
import { SoldPanel } from "#features/stage/sold-panel.tsx";
import soldClasses from "#features/stage/sold-panel.module.css";
import { StageButton } from "#features/stage/stage-button.tsx";
import { lastSaid } from "#features/stage/stage-entry.ts";
import classes from "#features/stage/stage-page.module.css";
import { texts } from "#features/stage/texts.ts";
import { useKeys } from "#features/stage/use-keys.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent, StageLot, StageSale } from "#shared/api/types.ts";
import { askOf, type LiveLot } from "#shared/event/live-lots.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type RestStageProps = {
  event: GalaEvent;
  lot: ShownLot;
  next: LiveLot | undefined;
  /** "Run finished: 8 sold, $42,500." */
  finished: string | null;
  sale: StageSale | undefined;
  /** Recorded on this device; the stage may not know of it yet. */
  own: UndoableSale | undefined;
  known: StageLot | undefined;
  desk: StageDesk;
  hasKeys: boolean;
  onUndoSale: (sale: UndoableSale) => void;
  onKeys: () => void;
};

/** Between two lots: the one before the first, the one just sold or passed, the last. */
export function RestStage({ event, lot, next, finished, sale, own, known, desk, hasKeys, onUndoSale, onKeys }: RestStageProps) {
  const { stage } = lot.live;
  const name = texts.lotName(lot.lot);
  const toOpen = stage === "waiting" ? lot : next;
  const open = (one: LiveLot) => desk.act(openLot(one, false));
  const said = lastSaid(lot.id, known, desk.pending);
  const passed = stage === "passed" && said?.kind === "pass" ? said : undefined;
  const undoable = stage === "sold" ? (sale ?? own) : undefined;
  const undo = undoable !== undefined ? () => onUndoSale(undoable) : passed !== undefined ? () => desk.act(undoEntry(lot.id, passed)) : undefined;
  useKeys({ n: toOpen === undefined ? undefined : () => open(toOpen), u: undo, "?": onKeys }, hasKeys);
  return (
    <>
      <div className={lotClasses.body} data-rest>
        <LotCard event={event} lot={lot} />
        {stage === "sold" ? (
          <SoldPanel event={event} lot={lot} sale={sale} undoable={undoable} known={known} desk={desk} onUndo={onUndoSale} />
        ) : (
          <section className={soldClasses.panel}>
            <div className={soldClasses.stamp} data-stage={stage}>
              <p className={soldClasses.what}>{stage === "passed" ? texts.passedLine(name) : texts.waitingLine(name)}</p>
              <p className={soldClasses.who}>{texts.ask(formatMoney(askOf(lot), event.currency))}</p>
            </div>
            {stage === "passed" && (
              <div className={soldClasses.acts}>
                {passed !== undefined && (
                  <StageButton seen={passed} look="danger" shortcut="U" onAct={(seen) => desk.act(undoEntry(lot.id, seen))}>
                    {texts.undoPass}
                  </StageButton>
                )}
                <StageButton seen={lot} onAct={open}>
                  {texts.runAgain}
                </StageButton>
              </div>
            )}
          </section>
        )}
      </div>
      <div className={classes.bar} data-rest>
        {finished !== null && <p className={classes.finished}>{finished}</p>}
        {finished === null &&
          (toOpen === undefined ? (
            <StageButton seen={null} reason={texts.noNext} onAct={() => undefined}>
              {texts.nextLot}
            </StageButton>
          ) : (
            <StageButton seen={toOpen} look="primary" shortcut="N" onAct={open}>
              {toOpen.id === lot.id ? texts.openLot(`${lot.lot} ${lot.title}`) : `${texts.nextLot} › ${toOpen.lot} ${toOpen.title}`}
            </StageButton>
          ))}
      </div>
    </>
  );
}
