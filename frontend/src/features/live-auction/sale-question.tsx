import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answerSale } from "#features/live-auction/answer-sale.ts";
import { myLiveOptions } from "#features/live-auction/my-live-query.ts";
import { saleRefusal } from "#features/live-auction/refusals.ts";
import type { StandingSale } from "#features/live-auction/sale-watch.ts";
import classes from "#features/live-auction/sales.module.css";
import { texts } from "#features/live-auction/texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { GalaEvent, OwnLive } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";

/** Numbers are misheard in a loud room: the winner says whether it is so, before it is called theirs. */
export function SaleQuestion({ event, sale }: { event: GalaEvent; sale: StandingSale }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const paddleNumber = usePaddleNumber();
  const name = itemName(event, sale.lot);
  const question = texts.isThatYou(name, paddleNumber, formatMoney(sale.amount_cents, event.currency));
  const answer = useMutation({
    mutationFn: (isMine: boolean) => answerSale(sale.id, isMine),
    onSuccess: (answered) => {
      client.setQueryData<OwnLive>(myLiveOptions.queryKey, (own) =>
        own === undefined ? own : { ...own, sales: own.sales.map((known) => (known.id === answered.id ? answered : known)) },
      );
      if (answered.is_disowned) announce.polite(texts.notMeSaid(name));
    },
    onSettled: () => client.invalidateQueries({ queryKey: myLiveOptions.queryKey }),
  });
  // A sale is undone by it, so that one tap is not enough.
  const [isDenying, setDenying] = useState(false);
  const deny = () => {
    setDenying(true);
    announce.assertive(texts.notMeSure);
  };
  const isOpen = !sale.is_disowned;
  useEffect(() => {
    if (isOpen) announce.assertive(question);
  }, [isOpen, question, announce]);

  if (sale.is_disowned) {
    return (
      <section className={classes.question} aria-label={texts.saleRegion(name)}>
        <p>{texts.notMeSaid(name)}</p>
      </section>
    );
  }
  return (
    <section className={classes.question} aria-label={texts.saleRegion(name)}>
      <p className={classes.asked}>{question}</p>
      {answer.isError && <p role="alert">{saleRefusal(answer.error, { cents: sale.amount_cents, nextCents: null, limitCents: null, currency: event.currency, paddleNumber })}</p>}
      {isDenying && <p>{texts.notMeSure}</p>}
      {/* A second tap on the same spot goes back. */}
      <div className={classes.answers}>
        <Button variant={isDenying ? "default" : "filled"} loading={answer.isPending && answer.variables === !isDenying} onClick={() => !answer.isPending && answer.mutate(!isDenying)}>
          {isDenying ? texts.notMeYes : texts.yesMine}
        </Button>
        <Button variant="default" onClick={() => !answer.isPending && (isDenying ? setDenying(false) : deny())}>
          {isDenying ? texts.back : texts.notMe}
        </Button>
      </div>
    </section>
  );
}
