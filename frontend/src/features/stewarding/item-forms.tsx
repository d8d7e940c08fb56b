import { TextInput } from "@mantine/core";
import { useState } from "react";
import { StewardForm, useWhy, WhyFields } from "#features/stewarding/act-dialog.tsx";
import { askReopening, askRevocation, extendItem, type Why, withdrawItem } from "#features/stewarding/acts.ts";
import { leaderWords, winnerWords } from "#features/stewarding/lead-words.ts";
import { changeWords, texts } from "#features/stewarding/texts.ts";
import { useAct } from "#features/stewarding/use-act.ts";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { inSentence, itemName } from "#shared/event/item-words.ts";
import { clockTime } from "#shared/time/format-time.ts";

const words = texts.acts;
const EXTEND_S = 300;

type FormProps = { event: GalaEvent; item: ItemDocument; onClose: () => void };

export function ExtendForm({ event, item, onClose }: FormProps) {
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const name = itemName(event, item);
  const act = useAct(
    event.id,
    (because: string, key) => extendItem(item.id, EXTEND_S, because, key),
    ({ change }) => changeWords(event, name, change),
  );
  const submit = () => {
    const because = reason.trim();
    setIsMissing(because === "");
    if (because !== "") act.mutate(because);
  };
  return (
    <StewardForm
      what={`${name}, ${item.title}`}
      explain={words.extendExplain(clockTime(item.closes_at, event.timezone))}
      confirm={`${words.extend}: ${name}`}
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : changeWords(event, name, act.data.change)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={words.extendReason}
        maxLength={200}
        autoComplete="off"
        value={reason}
        error={isMissing ? words.extendReasonMissing : undefined}
        onChange={(changed) => setReason(changed.currentTarget.value)}
      />
    </StewardForm>
  );
}

export function WithdrawForm({ event, item, onClose }: FormProps) {
  const [why, setWhy] = useWhy("cannot_deliver");
  const name = itemName(event, item);
  const act = useAct(
    event.id,
    (because: Why, key) => withdrawItem(item.id, because, key),
    ({ change }) => changeWords(event, name, change),
  );
  return (
    <StewardForm
      what={`${name}, ${item.title}`}
      explain={words.withdrawExplain(leaderWords(event, item))}
      confirm={`${words.withdraw} ${inSentence(name)}`}
      isDangerous
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : changeWords(event, name, act.data.change)}
      onSubmit={() => act.mutate(why)}
      onClose={onClose}
    >
      <WhyFields why={why} onChange={setWhy} />
    </StewardForm>
  );
}

/** Reopening and taking an award back: asked for here, done when a second person approves. */
export function AskForm({ event, item, onClose, action }: FormProps & { action: "reopen" | "revoke" }) {
  const [why, setWhy] = useWhy(action === "reopen" ? "system_fault" : "winner_steps_back");
  const name = itemName(event, item);
  const asked = words.asked(`${action === "reopen" ? "reopen" : "take the award of"} ${inSentence(name)}`);
  const send = action === "reopen" ? askReopening : askRevocation;
  const act = useAct(event.id, (because: Why, key) => send(item.id, because, key), () => asked);
  return (
    <StewardForm
      what={`${name}, ${item.title}`}
      explain={action === "reopen" ? words.reopenExplain : words.revokeExplain(winnerWords(event, item))}
      confirm={action === "reopen" ? `Ask to reopen ${inSentence(name)}` : `Ask to take ${inSentence(name)} from its winner`}
      isPending={act.isPending}
      error={act.error}
      result={act.data === undefined ? null : asked}
      onSubmit={() => act.mutate(why)}
      onClose={onClose}
    >
      <WhyFields why={why} onChange={setWhy} />
    </StewardForm>
  );
}
