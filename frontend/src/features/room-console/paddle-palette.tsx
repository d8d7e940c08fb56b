import { Drawer, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useEffect, useState } from "react";
import { OpenButton } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { LockDialog } from "#features/room-console/lock-dialog.tsx";
import { paddleWords } from "#features/room-console/paddle-field.tsx";
import { words as pageWords } from "#features/room-console/paddles-texts.ts";
import { texts } from "#features/room-console/texts.ts";
import type { Paddle } from "#shared/api/types.ts";
import { paddlesOptions } from "#shared/event/paddles-query.ts";
import { useReturnFocus } from "#shared/ui/use-return-focus.ts";

const words = pageWords.palette;

/** Ctrl+K on every page: a number, Enter, and the paddle can be locked. */
export function PaddlePalette({ eventId }: { eventId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const onKey = (pressed: KeyboardEvent) => {
      if (!(pressed.ctrlKey || pressed.metaKey) || pressed.key.toLowerCase() !== "k") return;
      pressed.preventDefault();
      setIsOpen(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return isOpen ? <Palette eventId={eventId} onClose={() => setIsOpen(false)} /> : null;
}

function Palette({ eventId, onClose }: { eventId: string; onClose: () => void }) {
  useReturnFocus();
  const [number, setNumber] = useState("");
  const [chosen, setChosen] = useState<Paddle | null>(null);
  const { data } = useQuery(paddlesOptions(eventId));
  const found = data?.paddles.find((paddle) => String(paddle.number) === number);
  const isPartOfOne = data?.paddles.some((paddle) => String(paddle.number).startsWith(number)) ?? true;
  const submit = (submitted: SyntheticEvent) => {
    submitted.preventDefault();
    if (found !== undefined) setChosen(found);
  };
  if (chosen !== null) return <LockDialog eventId={eventId} paddle={chosen} onClose={onClose} />;
  return (
    <Drawer opened onClose={onClose} position="top" radius={0} title={<b>{words.title}</b>}>
      <form className={classes.stack} style={{ gap: 8 }} onSubmit={submit} noValidate>
        <TextInput
          label={words.label}
          description={words.help}
          inputMode="numeric"
          autoComplete="off"
          maxLength={5}
          data-autofocus
          value={number}
          onChange={(changed) => setNumber(changed.currentTarget.value.replaceAll(/\D/g, ""))}
        />
        <p role="status" className={classes.muted}>
          {number === "" ? "\u00A0" : found !== undefined ? pageWords.what(found.number, paddleWords(found)) : isPartOfOne ? words.more : texts.nobody(number)}
        </p>
        {found !== undefined && (
          <OpenButton label={found.status === "locked" ? pageWords.unlockOf(found.number) : pageWords.lockOf(found.number)} isMain onClick={() => setChosen(found)}>
            {found.status === "locked" ? pageWords.unlock : pageWords.lock}
          </OpenButton>
        )}
      </form>
    </Drawer>
  );
}
