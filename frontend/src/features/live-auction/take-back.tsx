import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { LiveOffer } from "#features/live-auction/live-act.ts";
import { myLiveOptions, rememberOffer } from "#features/live-auction/my-live-query.ts";
import { texts } from "#features/live-auction/texts.ts";
import { withdrawBid } from "#features/live-auction/withdraw-bid.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { isProblem } from "#shared/api/problem.ts";
import { patchItem } from "#shared/event/snapshot-query.ts";
import classes from "#shared/money-act/money-bar.module.css";

/** Until the auctioneer has taken it, a bid from the phone can be taken back. */
export function TakeBack({ eventId, offer }: { eventId: string; offer: LiveOffer }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const withdraw = useMutation({
    mutationFn: () => withdrawBid(offer.id),
    onSuccess: (answer) => {
      rememberOffer(client, answer.offer);
      patchItem(client, eventId, answer.item);
      announce.polite(answer.offer.status === "withdrawn" ? texts.takenBack : texts.takeBackLate);
    },
    onError: (error) => announce.assertive(isProblem(error) ? texts.takeBackLate : texts.answerFailed),
    onSettled: () => client.invalidateQueries({ queryKey: myLiveOptions.queryKey }),
  });
  return (
    <Button size="lg" variant="default" className={classes.secondary ?? ""} aria-disabled={withdraw.isPending} onClick={() => !withdraw.isPending && withdraw.mutate()}>
      {withdraw.isError ? texts.answerFailed : texts.takeBack}
    </Button>
  );
}
