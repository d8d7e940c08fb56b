import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { answerRefusal } from "#features/bids/answer-refusals.ts";
import { answerOffer } from "#features/bids/answer-offer.ts";
import classes from "#features/bids/my-bids-page.module.css";
import { myBidsTexts as texts } from "#features/bids/my-bids-texts.ts";
import { offersOptions } from "#features/bids/offers-query.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent, ItemDocument, Offer } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { clockTime, remaining } from "#shared/time/format-time.ts";
import { serverClock } from "#shared/time/server-clock.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { ARMED_FOR_MS, IGNORE_TAPS_MS } from "#shared/ui/use-armed.ts";

type OfferCardProps = { event: GalaEvent; item: ItemDocument; offer: Offer };

/** An item that came free, offered to the next bidder until a deadline. Nothing is owed before a yes. */
export function OfferCard({ event, item, offer }: OfferCardProps) {
  const now = useServerNow();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [armedAt, setArmedAt] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const name = itemName(event, item);
  const amount = formatMoney(offer.amount_cents, event.currency);
  const left = Date.parse(offer.deadline) - now;
  const answer = useMutation({
    mutationFn: (choice: "accept" | "decline") => answerOffer(offer.id, choice),
    onSuccess: (answered) => {
      announce.polite(answered.status === "accepted" ? texts.offerTaken(name, amount) : texts.offerDeclined(name));
    },
    onSettled: () => client.invalidateQueries({ queryKey: offersOptions(true).queryKey }),
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const yes = () => {
    if (armedAt === null) {
      setArmedAt(performance.now());
      timer.current = setTimeout(() => setArmedAt(null), ARMED_FOR_MS);
    } else if (performance.now() - armedAt >= IGNORE_TAPS_MS) {
      clearTimeout(timer.current);
      setArmedAt(null);
      answer.mutate("accept");
    }
  };

  const status = answer.data?.status ?? offer.status;
  const over = status === "accepted" ? texts.offerTaken(name, amount) : status === "declined" ? texts.offerDeclined(name) : status !== "waiting" || left <= 0 ? texts.offerOver : null;
  return (
    <section className={classes.offer} aria-label={texts.offerTitle(name)}>
      <h2 className={classes.offerTitle}>{texts.offerTitle(name)}</h2>
      <p>
        <Link to={`/items/${item.id}`}>{item.title}</Link>
      </p>
      {over !== null ? (
        <p role="status">{over}</p>
      ) : (
        <>
          <p>
            {texts.offerWhy(amount)} {texts.offerNone}
          </p>
          <p className={classes.deadline}>{texts.offerUntil(clockTime(offer.deadline, event.timezone, now), remaining(left, serverClock.isFresh()))}</p>
          {answer.isError && <p role="alert">{answerRefusal(answer.error)}</p>}
          <div className={classes.offerButtons}>
            <Button size="xl" data-armed={armedAt !== null} className={classes.offerYes ?? ""} loading={answer.isPending} onClick={yes}>
              {armedAt === null ? texts.offerYes(amount) : texts.offerYesAgain(amount)}
            </Button>
            <Button variant="default" disabled={answer.isPending} onClick={() => answer.mutate("decline")}>
              {texts.offerNo}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
