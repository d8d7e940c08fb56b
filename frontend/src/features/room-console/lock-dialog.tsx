import { TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { changePaddle, type PaddleAct } from "#features/room-console/paddle-acts.ts";
import { paddleWords } from "#features/room-console/paddle-field.tsx";
import { leadsOf } from "#features/room-console/paddle-leads.ts";
import { REASONS, UNLOCK_REASONS, words } from "#features/room-console/paddles-texts.ts";
import { texts } from "#features/room-console/texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { ItemDocument, Paddle } from "#shared/api/types.ts";
import { eventOptions } from "#shared/event/event-query.ts";
import { itemName } from "#shared/event/item-words.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const REASON_MAX = 200;

type LockDialogProps = { eventId: string; paddle: Paddle; onClose: () => void };

/** Locks what is active, unlocks what is locked. */
export function LockDialog({ eventId, paddle, onClose }: LockDialogProps) {
  // The answer turns the paddle around while the dialog still says what was done.
  const [what] = useState<PaddleAct>(paddle.status === "locked" ? "unlock" : "lock");
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const reasonsId = useId();
  const client = useQueryClient();
  const { data: live } = useSnapshot(eventId);
  const { number } = paddle;
  const isLock = what === "lock";
  const leads = leadsOf(number, Object.values(live?.items ?? {}));
  const act = useConsoleAct({
    eventId,
    send: (because: string, key) => changePaddle(paddle.id, what, because, key),
    tell: (answer) => (isLock ? words.lockDone(number, answer.leads) : words.unlockDone(number)),
    onAnswer: (answer) =>
      client.setQueryData(paddlesOptions(eventId).queryKey, (list) => (list === undefined ? list : { paddles: list.paddles.map((one) => (one.id === answer.paddle.id ? answer.paddle : one)) })),
  });
  const submit = () => {
    const because = reason.trim();
    setIsMissing(because === "");
    if (because !== "") act.send(because);
  };
  return (
    <ActDialog
      title={isLock ? words.lockOf(number) : words.unlockOf(number)}
      what={words.what(number, paddleWords({ ...paddle, status: "active" }))}
      explain={isLock ? words.lockExplain(number, leads.length) : words.unlockExplain(number)}
      confirm={isLock ? words.confirmLock(number) : words.confirmUnlock(number)}
      isDangerous={isLock}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      {isLock && <KeptLeads eventId={eventId} leads={leads} />}
      <TextInput
        label={words.reason}
        maxLength={REASON_MAX}
        autoComplete="off"
        list={reasonsId}
        data-autofocus
        value={reason}
        error={isMissing ? texts.saysWhy : null}
        onChange={(changed) => setReason(changed.currentTarget.value)}
      />
      <datalist id={reasonsId}>
        {(isLock ? REASONS : UNLOCK_REASONS).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </ActDialog>
  );
}

/** A lock takes nothing away; where a bid has to go too, that is an act of its own. */
function KeptLeads({ eventId, leads }: { eventId: string; leads: readonly ItemDocument[] }) {
  const { data: event } = useQuery(eventOptions(eventId));
  if (event === undefined || leads.length === 0) return null;
  return (
    <div>
      <ul className={classes.list} aria-label={words.leads}>
        {leads.map((item) => (
          <li key={item.id}>
            {itemName(event, item)}, {item.title}
            {item.price_cents !== null && `: ${formatMoney(item.price_cents, event.currency)}`}
          </li>
        ))}
      </ul>
      <p className={classes.muted}>{words.toVoid}</p>
    </div>
  );
}
