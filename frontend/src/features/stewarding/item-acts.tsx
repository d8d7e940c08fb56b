import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { AskForm, ExtendForm, WithdrawForm } from "#features/stewarding/item-forms.tsx";
import { leaderWords, winnerWords } from "#features/stewarding/lead-words.ts";
import { OfferForm } from "#features/stewarding/offer-form.tsx";
import classes from "#features/stewarding/stewarding.module.css";
import { texts } from "#features/stewarding/texts.ts";
import { SideDialog } from "#shared/acts/side-dialog.tsx";
import type { GalaEvent, ItemDocument } from "#shared/api/types.ts";
import { itemName } from "#shared/event/item-words.ts";
import { clockTime } from "#shared/time/format-time.ts";

const words = texts.acts;

type ActName = "extend" | "withdraw" | "reopen" | "revoke" | "offer";

/** Why an act is not for now; null where it is. The server has the last word. */
function obstacle(item: ItemDocument, act: ActName | "void"): string | null {
  const { notNow } = words;
  const isOpen = item.status === "open";
  if (item.status === "withdrawn") return notNow.withdrawn;
  switch (act) {
    case "extend":
      if (!isOpen) return notNow.over;
      if (item.kind === "live") return notNow.live;
      if (item.held_at !== null) return notNow.held;
      return item.kind === "donation" ? notNow.noClock : null;
    case "void":
      if (!isOpen) return notNow.over;
      if (item.held_at !== null) return notNow.held;
      return item.bid_count === 0 ? notNow.bids : null;
    case "withdraw":
      return item.status === "sold" ? notNow.sold : null;
    case "reopen":
      if (item.kind === "live") return notNow.live;
      return isOpen ? notNow.open : null;
    case "revoke":
      return isOpen ? notNow.open : item.status === "sold" ? null : notNow.notSold;
    case "offer":
      return isOpen ? notNow.open : item.status === "sold" ? notNow.sold : null;
  }
}

/** Everything that can be done to one item, and why not what cannot. */
export function ItemActs({ event, item, onClose }: { event: GalaEvent; item: ItemDocument; onClose: () => void }) {
  const [act, setAct] = useState<ActName | null>(null);
  const name = itemName(event, item);
  const form = { event, item, onClose };
  switch (act) {
    case "extend":
      return <SideDialog title={`${words.extend}: ${name}`} onClose={onClose}><ExtendForm {...form} /></SideDialog>;
    case "withdraw":
      return <SideDialog title={`${words.withdraw}: ${name}`} onClose={onClose}><WithdrawForm {...form} /></SideDialog>;
    case "reopen":
    case "revoke":
      return <SideDialog title={`${words[act]}: ${name}`} onClose={onClose}><AskForm action={act} {...form} /></SideDialog>;
    case "offer":
      return <SideDialog title={`${words.offer}: ${name}`} onClose={onClose}><OfferForm {...form} /></SideDialog>;
    case null:
      break;
  }
  return (
    <SideDialog title={texts.items.actsOf(name)} onClose={onClose}>
      <p className={classes.what}>{item.title}</p>
      <div className={classes.rows}>
        <Row label={words.extend} explain={words.extendExplain(clockTime(item.closes_at, event.timezone))} obstacle={obstacle(item, "extend")} onAct={() => setAct("extend")} />
        <Row label={words.void} explain={words.voidExplain} obstacle={obstacle(item, "void")} link={<Link to={`/admin/items/${item.id}/dispute`}>{words.voidLink}</Link>} />
        <Row label={words.withdraw} explain={words.withdrawExplain(leaderWords(event, item))} obstacle={obstacle(item, "withdraw")} onAct={() => setAct("withdraw")} />
        <Row label={words.reopen} explain={words.reopenExplain} obstacle={obstacle(item, "reopen")} onAct={() => setAct("reopen")} />
        <Row label={words.revoke} explain={words.revokeExplain(winnerWords(event, item))} obstacle={obstacle(item, "revoke")} onAct={() => setAct("revoke")} />
        <Row label={words.offer} explain={words.offerExplain} obstacle={obstacle(item, "offer")} onAct={() => setAct("offer")} />
      </div>
    </SideDialog>
  );
}

type RowProps = { label: string; explain: string; obstacle: string | null; onAct?: () => void; link?: ReactNode };

function Row({ label, explain, obstacle: why, onAct, link }: RowProps) {
  if (why !== null) {
    return (
      <section className={classes.row}>
        <div>
          <h3>{label}</h3>
          <p className={classes.muted}>{why}</p>
        </div>
      </section>
    );
  }
  return (
    <section className={classes.row}>
      <div>
        <h3>{label}</h3>
        <p>{explain}</p>
      </div>
      {link ?? (
        <Button variant="default" onClick={onAct}>
          {label}
        </Button>
      )}
    </section>
  );
}
