import { type SyntheticEvent, useId, useState } from "react";
import classes from "#features/clerk/clerk.module.css";
import { liveTexts } from "#features/clerk/live-texts.ts";

type ReasonFormProps = { question: string; onReason: (words: string) => void; onDrop: () => void };

/** The one place where letters are words: it has a field of its own, so no letter is a command there. The clerk opens it. */
export function ReasonForm({ question, onReason, onDrop }: ReasonFormProps) {
  const [words, setWords] = useState("");
  const id = useId();
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    if (words.trim() !== "") onReason(words.trim());
  };
  return (
    <form className={classes.question} onSubmit={submit} onKeyDown={({ key }) => key === "Escape" && onDrop()}>
      <p role="alert">{question}</p>
      <span className={classes.choices}>
        <label htmlFor={id}>{liveTexts.reason}</label>
        <input id={id} autoFocus maxLength={200} autoComplete="off" value={words} onChange={({ currentTarget }) => setWords(currentTarget.value)} />
        <button type="submit">
          {liveTexts.yes}
          <kbd aria-hidden="true">Enter</kbd>
        </button>
        <button type="button" onClick={onDrop}>
          {liveTexts.leave}
          <kbd aria-hidden="true">Esc</kbd>
        </button>
      </span>
    </form>
  );
}
