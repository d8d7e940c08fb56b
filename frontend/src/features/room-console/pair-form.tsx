import { TextInput } from "@mantine/core";
import { type SyntheticEvent, useRef, useState } from "react";
import classes from "#features/room-console/console.module.css";
import { pairDisplay } from "#features/room-console/display-acts.ts";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import { SubmitButton } from "#features/room-console/submit-button.tsx";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";

const words = roomWords.displays;
const CODE_LENGTH = 6;
const NAME_MAX = 60;
/** The signs that a screen's code is made of. */
const CODE = /^[A-HJ-NP-Z2-9]{6}$/;

export function PairForm({ eventId }: { eventId: string }) {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const act = useConsoleAct({
    eventId,
    send: (screen: { code: string; name: string }, key) => pairDisplay(eventId, screen, key),
    tell: ({ display }) => words.paired(display.name),
    onAnswer: () => {
      setCode("");
      setName("");
      setIsChecked(false);
      first.current?.focus();
    },
  });
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    setIsChecked(true);
    if (CODE.test(code) && name.trim() !== "") act.send({ code, name: name.trim() });
  };
  return (
    <form className={classes.stack} style={{ gap: 8 }} onSubmit={submit} noValidate>
      <h3 className={classes.muted}>{words.pairTitle}</h3>
      <div className={classes.fields}>
        <TextInput
          ref={first}
          className={classes.code ?? ""}
          label={words.code}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={CODE_LENGTH + 1}
          value={code}
          error={isChecked && !CODE.test(code) ? words.codeProblem : null}
          onChange={(changed) => setCode(changed.currentTarget.value.toUpperCase().replaceAll(/[^A-Z0-9]/g, "").slice(0, CODE_LENGTH))}
        />
        <TextInput
          className={classes.grow ?? ""}
          label={words.name}
          autoComplete="off"
          maxLength={NAME_MAX}
          value={name}
          error={isChecked && name.trim() === "" ? words.nameProblem : null}
          onChange={(changed) => setName(changed.currentTarget.value)}
        />
        <SubmitButton isPending={act.isPending}>{words.pair}</SubmitButton>
      </div>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
      {act.result !== null && <p className={classes.done}>{act.result}</p>}
    </form>
  );
}
