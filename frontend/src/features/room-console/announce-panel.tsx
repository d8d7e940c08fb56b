import { TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { ActButton, Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { type Bounds, isWithin, NumberField } from "#features/room-console/number-field.tsx";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import { announce, type Said, withdrawAnnouncement } from "#features/room-console/show-acts.ts";
import { SubmitButton } from "#features/room-console/submit-button.tsx";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { Announcement, GalaEvent } from "#shared/api/types.ts";
import { clockTime } from "#shared/time/format-time.ts";
import { useServerNow } from "#shared/time/ticker.ts";

const words = roomWords.say;
const TEXT_MAX = 200;
const MINUTES: Bounds = { least: 1, most: 240, usual: 10 };

/** One line on every phone and screen, until its end or until it is taken back. */
export function AnnouncePanel({ event, announcement }: { event: GalaEvent; announcement: Announcement | null }) {
  const now = useServerNow();
  const shown = announcement !== null && Date.parse(announcement.ends_at) > now ? announcement : null;
  return (
    <Panel title={words.title}>
      {shown === null ? <p className={classes.muted}>{words.none}</p> : <Current event={event} announcement={shown} />}
      <AnnounceForm event={event} />
    </Panel>
  );
}

function Current({ event, announcement }: { event: GalaEvent; announcement: Announcement }) {
  const act = useConsoleAct({ eventId: event.id, send: (id: string, key) => withdrawAnnouncement(id, key), tell: () => words.takenBack });
  return (
    <div className={`${classes.card ?? ""} ${classes.calm ?? ""}`}>
      <p>
        <b>“{announcement.text}”</b>
      </p>
      <div className={classes.acts}>
        <span className={classes.muted}>{words.until(clockTime(announcement.ends_at, event.timezone))}</span>
        <ActButton label={words.takeBackOf(announcement.text)} onClick={() => act.send(announcement.id)}>
          {words.takeBack}
        </ActButton>
      </div>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
    </div>
  );
}

function AnnounceForm({ event }: { event: GalaEvent }) {
  const [text, setText] = useState("");
  const [minutes, setMinutes] = useState(String(MINUTES.usual));
  const [isChecked, setIsChecked] = useState(false);
  const act = useConsoleAct({
    eventId: event.id,
    send: (said: Said, key) => announce(event.id, said, key),
    tell: ({ announcement }) => words.sent(announcement.text, clockTime(announcement.ends_at, event.timezone)),
    onAnswer: () => {
      setText("");
      setIsChecked(false);
    },
  });
  const said: Said = { text: text.trim(), minutes: Number(minutes) };
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    setIsChecked(true);
    if (said.text !== "" && isWithin(minutes, MINUTES)) act.send(said);
  };
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      <TextInput
        label={words.text}
        description={words.left(TEXT_MAX - text.length)}
        maxLength={TEXT_MAX}
        autoComplete="off"
        value={text}
        error={isChecked && said.text === "" ? words.missing : null}
        onChange={(changed) => setText(changed.currentTarget.value)}
      />
      <div className={classes.fields}>
        <NumberField label={words.minutes} value={minutes} bounds={MINUTES} problem={words.badMinutes} onChange={setMinutes} />
        <SubmitButton isPending={act.isPending}>{words.send}</SubmitButton>
      </div>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
    </form>
  );
}
