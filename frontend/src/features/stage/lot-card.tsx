import type { ShownLot } from "#features/stage/pending.ts";
import classes from "#features/stage/lot.module.css";
import { texts } from "#features/stage/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { photoUrl } from "#shared/event/item-words.ts";
import { formatMoney } from "#shared/money/format-money.ts";

const BULLETS = 3;

/** A description as an auctioneer reads it: its first sentences, one under the other. */
export function bulletsOf(description: string): string[] {
  return description
    .split(/\n+|(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim().replace(/^[-•*]\s*/, "").replace(/\.$/, ""))
    .filter((sentence) => sentence !== "")
    .slice(0, BULLETS);
}

export function LotCard({ event, lot }: { event: GalaEvent; lot: ShownLot }) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  const photo = lot.photos[0];
  const facts = [lot.value_cents === null ? null : texts.value(money(lot.value_cents)), texts.start(money(lot.starting_cents))].filter((fact) => fact !== null);
  return (
    <section className={classes.card} aria-label={lot.title}>
      {photo !== undefined && <img className={classes.photo} src={photoUrl(event, photo.blob_name)} alt={photo.alt} width={photo.width} height={photo.height} />}
      <p className={classes.facts}>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <ul className={classes.bullets}>
        {bulletsOf(lot.description).map((bullet) => (
          <li key={bullet}>{bullet}</li>
        ))}
        {lot.restrictions !== "" && <li>{lot.restrictions}</li>}
      </ul>
      {lot.donor_name !== "" && <p className={classes.donor}>{texts.givenBy(lot.donor_name)}</p>}
    </section>
  );
}
