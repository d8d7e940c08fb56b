import { useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { PaddleField } from "#features/room-console/paddle-field.tsx";
import { correctSale, undoSale } from "#features/room-console/sale-acts.ts";
import type { SaleWords } from "#features/room-console/sale-words.ts";
import { words as salesWords } from "#features/room-console/sales-texts.ts";
import { texts } from "#features/room-console/texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent, StageSale } from "#shared/api/types.ts";

const words = salesWords.table;

type DenyDialogProps = { event: GalaEvent; sale: StageSale; said: SaleWords; onClose: () => void };

/** The winner says no: somebody else bought it, or nobody did. */
export function DenyDialog({ event, sale, said, onClose }: DenyDialogProps) {
  const [isOther, setIsOther] = useState(true);
  const [number, setNumber] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const correct = useConsoleAct({ eventId: event.id, send: (paddle: number, key) => correctSale(sale.id, paddle, key), tell: () => salesWords.corrected(said.title, Number(number)) });
  const undo = useConsoleAct({ eventId: event.id, send: (reason: string, key) => undoSale(sale.id, reason, key), tell: () => salesWords.undone(said.title) });
  const submit = () => {
    setIsMissing(isOther && number === "");
    if (!isOther) undo.send(words.nobodyReason);
    else if (number !== "") correct.send(Number(number));
  };
  return (
    <ActDialog
      title={words.noTitle}
      what={said.what}
      explain={words.noExplain}
      confirm={isOther ? salesWords.correctConfirm(said.title, number) : words.nobodyConfirm(said.title)}
      isDangerous={!isOther}
      act={isOther ? correct : undo}
      onSubmit={submit}
      onClose={onClose}
    >
      <fieldset className={classes.choice}>
        <legend className="aug-visually-hidden">{words.noTitle}</legend>
        {[true, false].map((one) => (
          <label key={String(one)} data-checked={one === isOther}>
            <input type="radio" name="said" checked={one === isOther} onChange={() => setIsOther(one)} />
            {one ? words.other : words.nobody}
          </label>
        ))}
      </fieldset>
      {isOther && <PaddleField eventId={event.id} label={salesWords.correctField} value={number} problem={isMissing ? texts.needsNumber : null} onChange={setNumber} />}
    </ActDialog>
  );
}
