import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { addLot, type NewLot } from "#features/room-console/lot-acts.ts";
import { words as lotWords } from "#features/room-console/lots-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { parseMoney } from "#shared/money/format-money.ts";

const words = lotWords.add;
const TITLE_MAX = 200;

type Draft = { title: string; start: string; step: string; value: string };

const isAmount = (typed: string) => (parseMoney(typed) ?? 0) > 0;

function problemsOf(draft: Draft): Partial<Record<keyof Draft, string>> {
  return {
    ...(draft.title.trim() === "" ? { title: words.nameMissing } : {}),
    ...(isAmount(draft.start) ? {} : { start: words.badAmount }),
    ...(draft.step === "" || isAmount(draft.step) ? {} : { step: words.badAmount }),
    ...(draft.value === "" || isAmount(draft.value) ? {} : { value: words.badAmount }),
  };
}

/** Somebody offers something during dinner: title and start are enough. */
export function AddLotDialog({ event, onClose }: { event: GalaEvent; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>({ title: "", start: "", step: "", value: "" });
  const [runsNow, setRunsNow] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const act = useConsoleAct({ eventId: event.id, send: (lot: NewLot, key) => addLot(event.id, lot, key), tell: ({ lot }) => words.added(itemName(event, { lot }), draft.title.trim()) });
  const problems = problemsOf(draft);
  const submit = () => {
    setIsChecked(true);
    const starting = parseMoney(draft.start);
    if (starting === null || Object.keys(problems).length > 0) return;
    act.send({ title: draft.title.trim(), starting_cents: starting, step_cents: draft.step === "" ? null : parseMoney(draft.step), value_cents: draft.value === "" ? null : parseMoney(draft.value), open_now: runsNow });
  };
  const field = (name: keyof Draft) => ({
    value: draft[name],
    autoComplete: "off",
    error: isChecked ? (problems[name] ?? null) : null,
    onChange: (changed: { currentTarget: { value: string } }) => setDraft({ ...draft, [name]: changed.currentTarget.value }),
  });
  return (
    <ActDialog title={words.open} what={words.what} explain={words.explain} confirm={words.confirm(draft.title.trim())} act={act} onSubmit={submit} onClose={onClose}>
      <TextInput label={words.name} maxLength={TITLE_MAX} data-autofocus {...field("title")} />
      <TextInput label={words.start(event.currency)} inputMode="decimal" {...field("start")} />
      <TextInput label={words.step(event.currency)} inputMode="decimal" {...field("step")} />
      <TextInput label={words.value(event.currency)} inputMode="decimal" {...field("value")} />
      <label className={classes.check}>
        <input type="checkbox" checked={runsNow} onChange={(changed) => setRunsNow(changed.currentTarget.checked)} />
        {words.now}
      </label>
    </ActDialog>
  );
}
