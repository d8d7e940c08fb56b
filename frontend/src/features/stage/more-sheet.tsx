import { type ReactNode, useState } from "react";
import { NewLot } from "#features/stage/new-lot.tsx";
import type { ShownLot } from "#features/stage/pending.ts";
import { askUnderbidder, combine, openLot } from "#features/stage/said.ts";
import { Sheet } from "#features/stage/sheet.tsx";
import classes from "#features/stage/sheet.module.css";
import { StageButton, TwoTapButton } from "#features/stage/stage-button.tsx";
import { texts } from "#features/stage/texts.ts";
import type { StageDesk } from "#features/stage/use-stage-desk.ts";
import type { GalaEvent, StageLot } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

type MoreSheetProps = {
  event: GalaEvent;
  lots: readonly ShownLot[];
  lot: ShownLot | undefined;
  known: StageLot | undefined;
  desk: StageDesk;
  onStepBack: () => void;
  onTypeAsk: () => void;
  onHistory: () => void;
  onKeys: () => void;
  onClose: () => void;
  menu: ReactNode;
};

/** Off the script: what a room asks for without warning, each in a few taps. */
export function MoreSheet({ event, lots, lot, known, desk, onStepBack, onTypeAsk, onHistory, onKeys, onClose, menu }: MoreSheetProps) {
  const isRunning = lot?.live.stage === "running";
  const done = (act: Parameters<StageDesk["act"]>[0]) => {
    desk.act(act);
    onClose();
  };
  return (
    <Sheet title={texts.more} onClose={onClose}>
      <div className={classes.choices}>
        <StageButton seen={null} onAct={onHistory}>{texts.history}</StageButton>
        <StageButton seen={null} onAct={onStepBack} reason={isRunning && lot.price_cents !== null ? null : texts.noBid}>{texts.stepBack}</StageButton>
        <StageButton seen={null} onAct={onTypeAsk} reason={isRunning ? null : texts.notRunning}>{texts.typeAsk}</StageButton>
        {isRunning && typeof known?.underbidder === "number" && (
          <TwoTapButton confirm={texts.askUnder(known.underbidder)} onAct={() => done(askUnderbidder(lot.id, known.underbidder_cents))}>{texts.askUnder(known.underbidder)}</TwoTapButton>
        )}
      </div>
      <NewLot event={event} onAdd={done} />
      <section>
        <h3>{texts.runOrder}</h3>
        <ul className={classes.rows}>
          {lots.map((one) => (
            <li key={one.id}>
              <span>
                <b>
                  {one.lot} {one.title}
                </b>
                <small>{stateWords(one, event.currency)}</small>
              </span>
              {(one.live.stage === "waiting" || one.live.stage === "passed") && (
                <TwoTapButton confirm={texts.runNow} onAct={() => done(openLot(one, true))}>
                  {texts.runNow}<span className="aug-visually-hidden"> {texts.lotName(one.lot)}</span>
                </TwoTapButton>
              )}
            </li>
          ))}
        </ul>
      </section>
      {lot !== undefined && (isRunning || lot.live.stage === "waiting") && <Combine lots={lots} lot={lot} onCombine={(otherId) => done(combine(lot, otherId))} />}
      <div className={classes.choices}>
        <StageButton seen={null} look="quiet" onAct={onKeys} shortcut="?">{texts.keys}</StageButton>
      </div>
      {menu}
    </Sheet>
  );
}

function stateWords({ live, price_cents, hammer_cents }: ShownLot, currency: string): string {
  const price = hammer_cents ?? live.sales.at(-1)?.amount_cents ?? price_cents;
  const words = texts.stages[live.stage];
  return price === null || live.stage === "waiting" || live.stage === "passed" ? words : `${words} · ${formatMoney(price, currency)}`;
}

function Combine({ lots, lot, onCombine }: { lots: readonly ShownLot[]; lot: ShownLot; onCombine: (itemId: string) => void }) {
  const others = lots.filter(({ id, live }) => id !== lot.id && live.stage === "waiting");
  const [otherId, setOtherId] = useState("");
  const other = others.find(({ id }) => id === otherId);
  if (others.length === 0) return null;
  return (
    <section>
      <h3>{texts.combine(texts.lotHeading(lot.lot))}</h3>
      <label className={classes.field}>
        <span>{texts.combineWith}</span>
        <select value={otherId} onChange={(changed) => setOtherId(changed.currentTarget.value)}>
          <option value="">{texts.choose}</option>
          {others.map(({ id, lot: number, title }) => (
            <option key={id} value={id}>
              {number} {title}
            </option>
          ))}
        </select>
      </label>
      <TwoTapButton confirm={texts.combineConfirm(lot.lot, other?.lot ?? "")} reason={other === undefined ? texts.chooseFirst : null} onAct={() => onCombine(otherId)}>
        {texts.sellTogether}
      </TwoTapButton>
    </section>
  );
}
