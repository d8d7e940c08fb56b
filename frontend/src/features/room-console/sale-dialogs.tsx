import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import { PaddleField } from "#features/room-console/paddle-field.tsx";
import { confirmAtTable, correctSale, resolveSale, undoSale } from "#features/room-console/sale-acts.ts";
import { type LotAfterUndo, type SaleWords } from "#features/room-console/sale-words.ts";
import { words } from "#features/room-console/sales-texts.ts";
import { texts } from "#features/room-console/texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent, StageSale } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const REASON_MAX = 200;

export type SaleAct = "confirm" | "correct" | "undo" | "keep" | "take";

type SaleDialogProps = { event: GalaEvent; sale: StageSale; said: SaleWords; onClose: () => void };
type UndoDialogProps = SaleDialogProps & { after: LotAfterUndo };

export function SaleDialog({ act, after, ...props }: UndoDialogProps & { act: SaleAct }) {
  switch (act) {
    case "confirm":
      return <ConfirmDialog {...props} />;
    case "correct":
      return <CorrectDialog {...props} />;
    case "undo":
      return <UndoDialog {...props} after={after} />;
    case "keep":
      return <ResolveDialog {...props} keep="sale" />;
    case "take":
      return <ResolveDialog {...props} keep="claim" />;
  }
}

function ConfirmDialog({ event, sale, said, onClose }: SaleDialogProps) {
  const act = useConsoleAct({ eventId: event.id, send: (saleId: string, key) => confirmAtTable(saleId, key), tell: () => words.confirmed(said.lot, said.paddle) });
  const label = words.confirmOf(said.lot);
  return <ActDialog title={label} what={said.what} explain={words.confirmExplain} confirm={label} act={act} onSubmit={() => act.send(sale.id)} onClose={onClose} />;
}

function CorrectDialog({ event, sale, said, onClose }: SaleDialogProps) {
  const [number, setNumber] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const act = useConsoleAct({ eventId: event.id, send: (paddle: number, key) => correctSale(sale.id, paddle, key), tell: () => words.corrected(said.lot, Number(number)) });
  const submit = () => {
    setIsMissing(number === "");
    if (number !== "") act.send(Number(number));
  };
  return (
    <ActDialog title={words.correctOf(said.lot)} what={said.what} explain={words.correctExplain} confirm={words.correctConfirm(said.lot, number)} act={act} onSubmit={submit} onClose={onClose}>
      <PaddleField eventId={event.id} label={words.correctField} value={number} problem={isMissing ? texts.needsNumber : null} onChange={setNumber} />
    </ActDialog>
  );
}

function UndoDialog({ event, sale, said, after, onClose }: UndoDialogProps) {
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const act = useConsoleAct({
    eventId: event.id,
    send: (because: string, key) => undoSale(sale.id, because, key),
    tell: ({ refund_due_cents: refund }) => [words.undone(said.lot), refund === null ? null : words.refund(formatMoney(refund, event.currency))].filter((part) => part !== null).join(" "),
  });
  const submit = () => {
    const because = reason.trim();
    setIsMissing(because === "");
    if (because !== "") act.send(because);
  };
  const label = words.undoOf(said.lot);
  return (
    <ActDialog title={label} what={said.what} explain={words.undoExplain[after]} confirm={`${label}, ${said.amount}`} isDangerous act={act} onSubmit={submit} onClose={onClose}>
      <TextInput
        label={words.undoReason}
        maxLength={REASON_MAX}
        autoComplete="off"
        data-autofocus
        value={reason}
        error={isMissing ? texts.saysWhy : null}
        onChange={(changed) => setReason(changed.currentTarget.value)}
      />
    </ActDialog>
  );
}

/** "paddle 214 at $5,500". */
export function stationHas(event: GalaEvent, paddle: number | null, cents: number): string {
  return words.at(words.paddle(paddle), formatMoney(cents, event.currency));
}

function ResolveDialog({ event, sale, said, keep, onClose }: SaleDialogProps & { keep: "sale" | "claim" }) {
  const act = useConsoleAct({ eventId: event.id, send: (choice: "sale" | "claim", key) => resolveSale(sale.id, choice, key), tell: () => words.resolved(said.lot) });
  const kept = keep === "sale" || sale.claim === null ? sale : sale.claim;
  const what = stationHas(event, kept.paddle, kept.amount_cents);
  const label = keep === "sale" ? words.keepOf(said.lot, what) : words.takeOf(said.lot, what);
  return <ActDialog title={label} what={`${said.lot}, ${said.title}`} explain={words.resolveExplain} confirm={label} act={act} onSubmit={() => act.send(keep)} onClose={onClose} />;
}
