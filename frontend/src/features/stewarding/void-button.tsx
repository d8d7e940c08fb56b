import { Button } from "@mantine/core";
import { useState } from "react";
import { StewardForm, useWhy, WhyFields } from "#features/stewarding/act-dialog.tsx";
import { voidBids, type Voided, type Why } from "#features/stewarding/acts.ts";
import classes from "#features/stewarding/stewarding.module.css";
import { changeWords, texts } from "#features/stewarding/texts.ts";
import { useAct } from "#features/stewarding/use-act.ts";
import { SideDialog } from "#shared/acts/side-dialog.tsx";
import type { GalaEvent, ItemDocument, Reason, RecordEntry } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const words = texts.voiding;

type VoidButtonProps = { event: GalaEvent; item: ItemDocument; bid: RecordEntry; onDone: () => void };

/** Beside each counted bid of the record. */
export function VoidButton({ event, item, bid, onDone }: VoidButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (bid.paddle_number === null) return null;
  const close = () => {
    setIsOpen(false);
    onDone();
  };
  return (
    <>
      <Button variant="default" size="sm" h={44} aria-label={words.buttonOf(bid.paddle_number, bid.seq ?? 0)} onClick={() => setIsOpen(true)}>
        {words.button}
      </Button>
      {isOpen && <VoidDialog event={event} item={item} paddle={bid.paddle_number} bid={bid} onClose={close} />}
    </>
  );
}

type VoidDialogProps = { event: GalaEvent; item: Pick<ItemDocument, "id" | "lot" | "title">; paddle: number; bid: RecordEntry | null; reason?: Reason; onClose: () => void };

/** One bid, or all of a paddle's on this item. */
export function VoidDialog({ event, item, paddle, bid, reason, onClose }: VoidDialogProps) {
  const [isAll, setIsAll] = useState(bid === null);
  const [why, setWhy] = useWhy(reason);
  const name = itemName(event, item);
  const act = useAct(
    event.id,
    ({ what, why: because }: { what: Voided; why: Why }, key) => voidBids(item.id, what, because, key),
    ({ change }) => changeWords(event, name, change),
  );
  const amount = bid?.amount_cents === null || bid?.amount_cents === undefined ? "" : formatMoney(bid.amount_cents, event.currency);
  const bidId = bid?.bid_id ?? null;
  const what: Voided = isAll || bidId === null ? { paddle_number: paddle } : { bid_ids: [bidId] };
  return (
    <SideDialog title={words.title(name)} onClose={onClose}>
      <StewardForm
        what={`${name}, ${item.title}`}
        explain={words.explain}
        confirm={isAll ? words.confirmAll(paddle) : words.confirmOne(paddle, amount)}
        isDangerous
        isPending={act.isPending}
        error={act.error}
        result={act.data === undefined ? null : changeWords(event, name, act.data.change)}
        onSubmit={() => act.mutate({ what, why })}
        onClose={onClose}
      >
        {bid !== null && (
          <>
            <p className={classes.muted}>{bid.sentence}</p>
            <fieldset className={classes.choice}>
              <legend>{words.what}</legend>
              <label data-checked={!isAll}>
                <input type="radio" name="what" checked={!isAll} onChange={() => setIsAll(false)} />
                {words.one(bid.seq ?? 0)}
              </label>
              <label data-checked={isAll}>
                <input type="radio" name="what" checked={isAll} onChange={() => setIsAll(true)} />
                {words.all(paddle)}
              </label>
            </fieldset>
          </>
        )}
        <WhyFields why={why} onChange={setWhy} />
      </StewardForm>
    </SideDialog>
  );
}
