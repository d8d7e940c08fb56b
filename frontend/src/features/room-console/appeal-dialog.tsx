import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ActDialog } from "#features/room-console/console-parts.tsx";
import { parseLevels } from "#features/room-console/level-list.ts";
import { PaddleField } from "#features/room-console/paddle-field.tsx";
import { makeAppeal, type NewAppeal } from "#features/room-console/raise-acts.ts";
import { words as raiseWords } from "#features/room-console/raise-texts.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { formatMoney, parseMoney } from "#shared/money/format-money.ts";

const words = raiseWords.make;
const TEXT_MAX = 120;

type Draft = { title: string; goal: string; levels: string; matchLabel: string; matchCap: string; matchPaddle: string };
const EMPTY: Draft = { title: "", goal: "", levels: "", matchLabel: "", matchCap: "", matchPaddle: "" };

type Problems = Partial<Record<keyof Draft, string>>;

function problemsOf(draft: Draft, currency: string): Problems {
  const levels = parseLevels(draft.levels, currency);
  const problems: Problems = {};
  if (draft.title.trim() === "") problems.title = words.nameMissing;
  if (draft.goal !== "" && !parseMoney(draft.goal)) problems.goal = words.badAmount;
  if (levels.problem !== null) problems.levels = levels.problem;
  if ((draft.matchLabel.trim() === "") !== (draft.matchCap === "")) problems.matchCap = words.matchBoth;
  else if (draft.matchCap !== "" && !parseMoney(draft.matchCap)) problems.matchCap = words.badAmount;
  return problems;
}

function appealOf(draft: Draft, currency: string): NewAppeal {
  const hasMatch = draft.matchLabel.trim() !== "";
  return {
    title: draft.title.trim(),
    goal_cents: draft.goal === "" ? null : parseMoney(draft.goal),
    level_cents: [...parseLevels(draft.levels, currency).cents],
    match_label: hasMatch ? draft.matchLabel.trim() : null,
    match_cap_cents: hasMatch ? parseMoney(draft.matchCap) : null,
    match_paddle_number: hasMatch && draft.matchPaddle !== "" ? Number(draft.matchPaddle) : null,
  };
}

export function AppealDialog({ event, onClose }: { event: GalaEvent; onClose: () => void }) {
  const [draft, setDraft] = useState(EMPTY);
  const [isChecked, setIsChecked] = useState(false);
  const act = useConsoleAct({ eventId: event.id, send: (appeal: NewAppeal, key) => makeAppeal(event.id, appeal, key), tell: ({ appeal }) => words.made(appeal.title) });
  const problems = problemsOf(draft, event.currency);
  const levels = parseLevels(draft.levels, event.currency);
  const submit = () => {
    setIsChecked(true);
    if (Object.keys(problems).length === 0) act.send(appealOf(draft, event.currency));
  };
  const field = (name: keyof Draft) => ({
    value: draft[name],
    autoComplete: "off",
    error: isChecked ? (problems[name] ?? null) : null,
    onChange: (changed: { currentTarget: { value: string } }) => setDraft({ ...draft, [name]: changed.currentTarget.value }),
  });
  return (
    <ActDialog title={words.title} what={words.what} explain={words.explain} confirm={words.confirm(draft.title.trim())} act={act} onSubmit={submit} onClose={onClose}>
      <TextInput label={words.name} maxLength={TEXT_MAX} data-autofocus {...field("title")} />
      <TextInput label={words.goal(event.currency)} inputMode="decimal" {...field("goal")} />
      <div>
        <TextInput label={words.levels(event.currency)} description={words.levelsHelp} {...field("levels")} />
        <p role="status">{draft.levels === "" ? "\u00A0" : levels.problem ?? words.preview(levels.cents.map((cents) => formatMoney(cents, event.currency)))}</p>
      </div>
      <TextInput label={words.matchLabel} maxLength={TEXT_MAX} {...field("matchLabel")} />
      <TextInput label={words.matchCap(event.currency)} inputMode="decimal" {...field("matchCap")} />
      {draft.matchLabel.trim() !== "" && <PaddleField eventId={event.id} label={words.matchPaddle} value={draft.matchPaddle} onChange={(matchPaddle) => setDraft({ ...draft, matchPaddle })} />}
    </ActDialog>
  );
}
