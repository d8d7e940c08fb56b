import classes from "#features/clerk/clerk.module.css";
import type { Notice } from "#features/clerk/notice.ts";
import { texts } from "#features/clerk/texts.ts";
import { Icon } from "#shared/ui/icon.tsx";

export type Choice = { label: string; key?: string; run: () => void };

type QuestionBarProps = { question: string; choices: readonly Choice[]; onDone: () => void };

/** What is asked, on the spot where the eyes are; the keys answer it as well. */
export function QuestionBar({ question, choices, onDone }: QuestionBarProps) {
  return (
    <div className={classes.question} role="alert">
      <Icon name="warning" />
      <p>{question}</p>
      <span className={classes.choices}>
        {choices.map(({ label, key, run }) => (
          <button key={label} type="button" aria-keyshortcuts={key === "Esc" ? "Escape" : key} onClick={() => { run(); onDone(); }}>
            {label}
            {key !== undefined && <kbd aria-hidden="true">{key}</kbd>}
          </button>
        ))}
      </span>
    </div>
  );
}

/** The last thing that was done; it stays until the next. */
export function NoticeLine({ notice, onDone }: { notice: Notice | null; onDone: () => void }) {
  const redo = notice?.redo;
  return (
    <div className={classes.notice} data-tone={notice?.tone}>
      <p>{notice?.text}</p>
      {redo !== undefined && (
        <button type="button" onClick={() => { redo(); onDone(); }}>
          {texts.redo}
        </button>
      )}
    </div>
  );
}
