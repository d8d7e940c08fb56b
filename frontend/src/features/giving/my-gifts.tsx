import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import classes from "#features/giving/giving.module.css";
import { payWord } from "#features/giving/gift-sheet.tsx";
import { useGivingDesk } from "#features/giving/giving-desk-provider.tsx";
import { myPledgesOptions, rememberPledge } from "#shared/event/my-pledges-query.ts";
import { giftRefusal } from "#features/giving/refusals.ts";
import { texts } from "#features/giving/texts.ts";
import { undoGift } from "#features/giving/undo-gift.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { isProblem } from "#shared/api/problem.ts";
import type { GalaEvent, OwnPledge } from "#shared/api/types.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";

type MyGiftsProps = { event: GalaEvent; calledLevelId: string | null };

/** Every gift of this paddle, whoever recorded it; what was taken back stays in sight. */
export function MyGifts({ event, calledLevelId }: MyGiftsProps) {
  const { data: pledges } = useQuery(myPledgesOptions);
  useReadAgain(calledLevelId, pledges?.some(({ may_undo: mayUndo }) => mayUndo) ?? false);
  if (pledges === undefined || pledges.length === 0) return null;
  const newestFirst = [...pledges].sort((a, b) => Date.parse(b.recorded_at) - Date.parse(a.recorded_at));
  return (
    <div className={classes.mine}>
      <h3 className={classes.mineHeading}>{texts.mine}</h3>
      <ul className={classes.gifts}>
        {newestFirst.map((pledge) => (
          <GiftRow key={pledge.id} event={event} pledge={pledge} mayUndo={pledge.may_undo && !pledge.is_reversed && calledLevelId !== null} />
        ))}
      </ul>
    </div>
  );
}

/** What can be taken back changes with what is called; only the server knows which levels have closed. */
function useReadAgain(calledLevelId: string | null, isOpen: boolean) {
  const client = useQueryClient();
  const seen = useRef(calledLevelId);
  useEffect(() => {
    const isNew = seen.current !== calledLevelId;
    seen.current = calledLevelId;
    if (isNew && isOpen) void client.invalidateQueries({ queryKey: myPledgesOptions.queryKey });
  }, [client, calledLevelId, isOpen]);
}

function GiftRow({ event, pledge, mayUndo }: { event: GalaEvent; pledge: OwnPledge; mayUndo: boolean }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { dismiss } = useGivingDesk();
  const paddleNumber = usePaddleNumber();
  const amount = formatMoney(pledge.amount_cents, event.currency);
  const undo = useMutation({
    mutationFn: () => undoGift(pledge.id),
    onSuccess: (undone) => {
      rememberPledge(client, undone);
      dismiss();
      announce.polite(texts.undone(amount));
    },
    onSettled: () => client.invalidateQueries({ queryKey: myPledgesOptions.queryKey }),
  });
  const details = [
    pledge.is_reversed ? texts.takenBack : pledge.source === "phone" ? texts.byPhone : texts.byTeam,
    ...(pledge.pay_by === null || pledge.is_reversed ? [] : [payWord(pledge.pay_by, event.currency)]),
  ];
  return (
    <li className={classes.gift} data-reversed={pledge.is_reversed}>
      <span className={classes.giftText}>
        {pledge.is_reversed ? <s>{amount}</s> : <strong>{amount}</strong>}
        <span className={classes.muted}>{details.join(" · ")}</span>
        {mayUndo && <span className={classes.muted}>{texts.undoUntil}</span>}
        {undo.isError && <span role="alert">{isProblem(undo.error) ? giftRefusal(undo.error.code, { cents: pledge.amount_cents, leastCents: null, currency: event.currency, paddleNumber }) : texts.undoFailed}</span>}
      </span>
      {mayUndo && (
        <Button variant="default" size="sm" className={classes.undo ?? ""} aria-label={texts.undoName(amount)} loading={undo.isPending} onClick={() => undo.mutate()}>
          {texts.undo}
        </Button>
      )}
    </li>
  );
}
