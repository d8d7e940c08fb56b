import { Button } from "@mantine/core";
import { useState } from "react";
import { OpenButton } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import type { components } from "#shared/api/openapi.d.ts";

const words = roomWords.rehearsal;

export type RehearsalSeat = components["schemas"]["RehearsalSession"];

function addressOf({ role, link }: RehearsalSeat): string {
  return `${window.location.origin}/${role === "display" ? "d" : "s"}/${link}`;
}

/** One seat of the rehearsal per role, to hand on. */
export function RehearsalLinks({ seats }: { seats: readonly RehearsalSeat[] }) {
  return (
    <div className={classes.stack} style={{ gap: 8 }}>
      <h3>{words.links}</h3>
      <p className={classes.muted}>{words.linksHelp}</p>
      <ul className={classes.cards}>
        {seats.map((seat) => (
          <Seat key={seat.role} seat={seat} />
        ))}
      </ul>
    </div>
  );
}

function Seat({ seat }: { seat: RehearsalSeat }) {
  const announce = useAnnounce();
  const [told, setTold] = useState<string | null>(null);
  const role = words.seats[seat.role];
  const address = addressOf(seat);
  const tell = (text: string) => {
    setTold(text);
    announce.polite(text);
  };
  const copy = () => {
    navigator.clipboard.writeText(address).then(
      () => tell(words.copied(role)),
      () => tell(words.noCopy),
    );
  };
  return (
    <li className={`${classes.card ?? ""} ${classes.calm ?? ""}`}>
      <div className={classes.acts}>
        <b className={classes.grow}>{role}</b>
        <Button component="a" href={address} target="_blank" rel="noopener noreferrer" variant="default" size="sm" h="auto" mih={44} py={4} aria-label={words.openOf(role)}>
          {words.open}
        </Button>
        <OpenButton label={words.copyOf(role)} onClick={copy}>
          {words.copy}
        </OpenButton>
      </div>
      <span className={classes.link}>{address}</span>
      {told !== null && <span className={classes.muted}>{told}</span>}
    </li>
  );
}
