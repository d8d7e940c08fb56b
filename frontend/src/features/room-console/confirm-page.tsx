import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import classes from "#features/room-console/confirm-page.module.css";
import { Loaded, OfflineNotice } from "#features/room-console/console-parts.tsx";
import { DenyDialog } from "#features/room-console/deny-dialog.tsx";
import { texts } from "#features/room-console/texts.ts";
import { useBlocked } from "#features/room-console/use-blocked.ts";
import { confirmAtTable } from "#features/room-console/sale-acts.ts";
import { canBeAsked, type SaleWords, saleWords } from "#features/room-console/sale-words.ts";
import { words as salesWords } from "#features/room-console/sales-texts.ts";
import { useBuyerName } from "#features/room-console/use-buyer-name.ts";
import { useConsoleAct } from "#features/room-console/use-console-act.ts";
import type { GalaEvent, ItemDocument, StageSale } from "#shared/api/types.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useStage } from "#shared/event/stage-query.ts";
import { Icon } from "#shared/ui/icon.tsx";
import { PageHeading } from "#shared/ui/page-state.tsx";

const words = salesWords.table;
const NO_ITEMS: Readonly<Record<string, ItemDocument>> = {};

/** For a volunteer with a tablet: one question per sale, two big answers, the oldest first. */
export function ConfirmPage({ event }: { event: GalaEvent }) {
  const query = useStage(event.id);
  const items = useSnapshot(event.id).data?.items ?? NO_ITEMS;
  const [told, setTold] = useState<string | null>(null);
  const [denied, setDenied] = useState<StageSale | null>(null);
  const last = useRef<HTMLParagraphElement>(null);
  const tell = (text: string) => {
    setTold(text);
    // The answered card goes away with its buttons.
    setTimeout(() => last.current?.focus(), 0);
  };
  return (
    <div className={classes.page}>
      <PageHeading>{words.heading}</PageHeading>
      <OfflineNotice />
      {told !== null && (
        <p ref={last} tabIndex={-1} className={classes.told}>
          <Icon name="check" size={28} /> {told}
        </p>
      )}
      <Loaded query={query} height={320}>
        {({ sales }) => {
          const asked = sales.filter(canBeAsked).sort((one, other) => Date.parse(one.sold_at) - Date.parse(other.sold_at));
          const elsewhere = sales.filter((sale) => !sale.is_confirmed && !canBeAsked(sale)).length;
          return (
            <>
              <p className={classes.lead}>{asked.length === 0 ? words.none : words.explain}</p>
              <ul className={classes.cards}>
                {asked.map((sale) => (
                  <Question key={sale.id} event={event} sale={sale} said={saleWords(event, sale, items)} onDone={tell} onDeny={() => setDenied(sale)} />
                ))}
              </ul>
              {elsewhere > 0 && <p className={classes.elsewhere}>{words.elsewhere(elsewhere)}</p>}
            </>
          );
        }}
      </Loaded>
      {denied !== null && <DenyDialog event={event} sale={denied} said={saleWords(event, denied, items)} onClose={() => setDenied(null)} />}
    </div>
  );
}

type QuestionProps = { event: GalaEvent; sale: StageSale; said: SaleWords; onDone: (told: string) => void; onDeny: () => void };

function Question({ event, sale, said, onDone, onDeny }: QuestionProps) {
  const blocked = useBlocked();
  const done = salesWords.confirmed(said.title, said.paddle);
  const act = useConsoleAct({ eventId: event.id, send: (saleId: string, key) => confirmAtTable(saleId, key), tell: () => done, onAnswer: () => onDone(done) });
  const nameOf = useBuyerName(event.id);
  const who = [nameOf(sale), sale.table === null ? null : texts.table(sale.table)].filter((part) => part !== null).join(", ");
  return (
    <li className={classes.card}>
      <h2 className={classes.who}>
        <span className={classes.paddle}>
          {texts.paddle} {sale.paddle}
        </span>{" "}
        {who !== "" && <span>{who}</span>}
      </h2>
      <p className={classes.question}>{words.bought(said.title, said.amount)}</p>
      {act.problem !== null && <p className={classes.problem}>{act.problem}</p>}
      <div className={classes.answers}>
        <Button className={classes.answer ?? ""} loading={act.isPending} aria-label={words.yesOf(said.paddle, said.title)} {...(blocked === null ? { onClick: () => act.send(sale.id) } : { "aria-disabled": true, title: blocked })}>
          {words.yes}
        </Button>
        <Button className={classes.answer ?? ""} variant="default" aria-label={words.noOf(said.paddle, said.title)} onClick={onDeny}>
          {words.no}
        </Button>
      </div>
    </li>
  );
}
