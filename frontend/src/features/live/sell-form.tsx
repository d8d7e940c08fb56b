import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { recordSale, type Sale } from "#features/live/record-sale.ts";
import classes from "#features/live/stage-page.module.css";
import { texts } from "#features/live/texts.ts";
import { isProblem } from "#shared/api/problem.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";

const ARMED_FOR_MS = 5_000;
const IGNORE_TAPS_MS = 500;

/** Auctioneers call digits one by one, so paddles are shown that way: "2 1 4". */
const digits = (paddle: number) => String(paddle).split("").join(" ");

/** SOLD is two taps on the same spot; the second counts only after half a second and within five. */
export function SellForm({ event, item }: { event: GalaEvent; item: ItemDocument }) {
  const client = useQueryClient();
  const { data: paddles } = useQuery(paddlesOptions(event.id));
  const [paddle, setPaddle] = useState("");
  const [amount, setAmount] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [armed, setArmed] = useState<{ sale: Sale; at: number } | null>(null);
  const keys = useRef(new Map<string, string>());
  const sell = useMutation({
    // The same numbers are the same sale: a second try after a lost answer counts once.
    mutationFn: (sale: Sale) => {
      const words = JSON.stringify(sale);
      const key = keys.current.get(words) ?? crypto.randomUUID();
      keys.current.set(words, key);
      return recordSale(sale, key);
    },
    onSuccess: (answer) => patchItem(client, event.id, answer.item),
  });

  useEffect(() => {
    if (armed === null) return undefined;
    const timer = setTimeout(() => setArmed(null), ARMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [armed]);

  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    if (armed !== null) {
      if (performance.now() - armed.at < IGNORE_TAPS_MS) return;
      setArmed(null);
      sell.mutate(armed.sale);
      return;
    }
    const cents = parseMoney(amount);
    if (!/^\d+$/.test(paddle) || cents === null || cents === 0) { setProblem(texts.enterAll); return; }
    const known = paddles?.paddles.find((row) => row.number === Number(paddle));
    if (paddles !== undefined && known === undefined) { setProblem(texts.unknownPaddle(paddle)); return; }
    setProblem(known?.status === "locked" ? texts.locked(known.number) : null);
    setArmed({ sale: { itemId: item.id, paddleNumber: Number(paddle), amountCents: cents }, at: performance.now() });
  };

  if (item.status === "sold") {
    return (
      <p className={classes.done} role="status">
        {texts.done(itemName(event, item), formatMoney(item.hammer_cents ?? 0, event.currency), digits(item.leader_paddle ?? 0))}
      </p>
    );
  }
  const cents = parseMoney(amount);
  const label = cents === null || paddle === "" ? texts.soldPlain : texts.sold(digits(Number(paddle)), formatMoney(cents, event.currency));
  const error = sell.error === null ? problem : isProblem(sell.error) ? texts.failed(sell.error.code) : texts.unknown;
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <label>
        {texts.paddle}
        <input inputMode="numeric" autoComplete="off" value={paddle} onChange={(changed) => {
            setPaddle(changed.currentTarget.value.replace(/\D/g, "").slice(0, 5));
            setArmed(null);
          }} />
      </label>
      <label>
        {texts.amount(event.currency)}
        <input inputMode="decimal" autoComplete="off" value={amount} onChange={(changed) => {
            setAmount(changed.currentTarget.value);
            setArmed(null);
          }} />
      </label>
      <p role="alert" className={classes.problem}>
        {error}
      </p>
      <button type="submit" className={classes.sell} data-armed={armed !== null} disabled={sell.isPending}>
        {sell.isPending
          ? texts.sending
          : armed === null
            ? label
            : texts.confirm(digits(armed.sale.paddleNumber), formatMoney(armed.sale.amountCents, event.currency))}
      </button>
      {armed !== null && (
        <button type="button" className={classes.cancel} onClick={() => setArmed(null)}>
          {texts.notNow}
        </button>
      )}
    </form>
  );
}
