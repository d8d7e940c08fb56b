import { Button, Skeleton, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { StewardForm } from "#features/stewarding/act-dialog.tsx";
import { makeOffer, withdrawOffer } from "#features/stewarding/acts.ts";
import { itemOffersOptions, nextBidderOptions } from "#features/stewarding/queries.ts";
import { actRefusal } from "#features/stewarding/refusals.ts";
import classes from "#features/stewarding/stewarding.module.css";
import { texts } from "#features/stewarding/texts.ts";
import { useAct } from "#features/stewarding/use-act.ts";
import type { GalaEvent, ItemDocument, NextBidder, Offer } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";
import { clockTime } from "#shared/time/format-time.ts";

const words = texts.acts;
const DEFAULT_MINUTES = 30;

type OfferFormProps = { event: GalaEvent; item: ItemDocument; onClose: () => void };

/** To whom the rules lead and at which price; and the offers that were made. */
export function OfferForm({ event, item, onClose }: OfferFormProps) {
  const next = useQuery(nextBidderOptions(item.id));
  return (
    <>
      {next.data === undefined && next.error === null && <Skeleton height={120} radius={12} />}
      {next.data === undefined && next.error !== null && <p className={classes.notice}>{actRefusal(next.error)}</p>}
      {next.data !== undefined && <MakeOffer event={event} item={item} next={next.data} onClose={onClose} />}
      <Offers event={event} item={item} />
    </>
  );
}

function MakeOffer({ event, item, next, onClose }: OfferFormProps & { next: NextBidder }) {
  const client = useQueryClient();
  const [amount, setAmount] = useState(String(next.amount_cents / 100));
  const [minutes, setMinutes] = useState(String(DEFAULT_MINUTES));
  const cents = parseMoney(amount) ?? 0;
  const tell = ({ offer }: { offer: Offer }) => words.offerDone(offer.paddle_number, formatMoney(offer.amount_cents, event.currency), clockTime(offer.deadline, event.timezone));
  const act = useAct(
    event.id,
    async (offer: { paddle_number: number; amount_cents: number; minutes: number }, key) => {
      const answer = await makeOffer(item.id, offer, key);
      void client.invalidateQueries({ queryKey: itemOffersOptions(item.id).queryKey });
      return answer;
    },
    tell,
  );
  return (
    <StewardForm
      what={`${itemName(event, item)}, ${item.title}`}
      explain={`${words.offerTo(next.paddle_number, formatMoney(next.amount_cents, event.currency))} ${words.offerExplain}`}
      confirm={words.offerButton(next.paddle_number, formatMoney(cents, event.currency))}
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : tell(act.data)}
      onSubmit={() => act.mutate({ paddle_number: next.paddle_number, amount_cents: cents, minutes: Number(minutes) })}
      onClose={onClose}
    >
      <TextInput label={words.offerAmount(event.currency)} inputMode="decimal" autoComplete="off" value={amount} onChange={(changed) => setAmount(changed.currentTarget.value)} />
      <TextInput label={words.offerMinutes} inputMode="numeric" autoComplete="off" value={minutes} onChange={(changed) => setMinutes(changed.currentTarget.value.replace(/\D/g, ""))} />
    </StewardForm>
  );
}

function Offers({ event, item }: { event: GalaEvent; item: ItemDocument }) {
  const client = useQueryClient();
  const { data } = useQuery(itemOffersOptions(item.id));
  const back = useAct(
    event.id,
    async (offerId: string, key) => {
      const answer = await withdrawOffer(offerId, key);
      void client.invalidateQueries({ queryKey: ["items", item.id] });
      return answer;
    },
    () => words.offerBackDone,
  );
  if (data === undefined || data.offers.length === 0) return null;
  return (
    <section className={classes.row}>
      <h3>{words.offers}</h3>
      {back.error !== null && <p className={classes.problem}>{actRefusal(back.error)}</p>}
      {data.offers.map((offer) => (
        <div key={offer.id} className={classes.acts}>
          <span>
            Paddle {offer.paddle_number}, {formatMoney(offer.amount_cents, event.currency)}: {words.offerState[offer.status]}
          </span>
          {offer.status === "waiting" && (
            <Button variant="default" size="sm" h={44} loading={back.isPending} onClick={() => back.mutate(offer.id)}>
              {words.offerBack}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
