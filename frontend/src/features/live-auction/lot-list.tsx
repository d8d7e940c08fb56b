import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { Link } from "react-router";
import { LimitSheet } from "#features/live-auction/limit-sheet.tsx";
import classes from "#features/live-auction/live-auction.module.css";
import { myLiveOptions } from "#features/live-auction/my-live-query.ts";
import { texts } from "#features/live-auction/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { inSentence, itemName } from "#shared/event/item-words.ts";
import type { LiveLot } from "#shared/event/live-lots.ts";
import { formatMoney } from "#shared/money/format-money.ts";
import { usePaddleNumber } from "#shared/session/session-context.tsx";
import { Badge } from "#shared/ui/badge.tsx";

type LotListProps = { event: GalaEvent; lots: readonly LiveLot[]; nextId: string | undefined; canLeaveLimits: boolean };

/** What comes, in order of sale and with the own limits, then what was sold. */
export function LotList({ event, lots, nextId, canLeaveLimits }: LotListProps) {
  const { data: own } = useQuery(myLiveOptions);
  const [openId, setOpenId] = useState<string | null>(null);
  const limits = new Map(own?.absentee.map((limit) => [limit.item_id, limit.max_cents]));
  // A lot that opens, or a lock, while the sheet is open closes it.
  const open = canLeaveLimits ? lots.find((lot) => lot.id === openId && lot.live.stage === "waiting") : undefined;
  const coming = lots.filter(({ live }) => live.stage === "waiting");
  const decided = lots.filter(({ live }) => live.stage === "sold" || live.stage === "passed");
  const row = (lot: LiveLot) => (
    <li key={lot.id} className={classes.row} data-next={lot.id === nextId}>
      <LotLine event={event} lot={lot} isNext={lot.id === nextId} limitCents={limits.get(lot.id) ?? null} />
      {lot.live.stage === "waiting" && canLeaveLimits && (
        <Button
          variant="default"
          size="sm"
          className={classes.leave ?? ""}
          aria-label={(limits.has(lot.id) ? texts.changeLimitFor : texts.leaveLimitFor)(inSentence(itemName(event, lot)))}
          onClick={() => setOpenId(lot.id)}
        >
          {limits.has(lot.id) ? texts.changeLimit : texts.leaveLimit}
        </Button>
      )}
    </li>
  );
  return (
    <>
      <Lots heading={texts.coming}>{coming.map(row)}</Lots>
      <Lots heading={texts.decided}>{decided.map(row)}</Lots>
      {open !== undefined && <LimitSheet key={open.id} event={event} lot={open} limitCents={limits.get(open.id) ?? null} onClose={() => setOpenId(null)} />}
    </>
  );
}

function Lots({ heading, children }: { heading: string; children: ReactElement[] }) {
  if (children.length === 0) return null;
  return (
    <section aria-label={heading} className={classes.group}>
      <h2 className={classes.groupHeading}>{heading}</h2>
      <ol className={classes.lots}>{children}</ol>
    </section>
  );
}

type LotLineProps = { event: GalaEvent; lot: LiveLot; isNext: boolean; limitCents: number | null };

function LotLine({ event, lot, isNext, limitCents }: LotLineProps) {
  const money = (cents: number) => formatMoney(cents, event.currency);
  return (
    <div className={classes.lot}>
      <span className={classes.lotNumber}>
        {itemName(event, lot)}
        {isNext && <Badge tone="closing">{texts.nextBadge}</Badge>}
      </span>
      <Link to={`/items/${lot.id}`} className={classes.lotTitle}>
        {lot.title}
      </Link>
      <LotResult event={event} lot={lot} />
      {lot.live.stage === "waiting" && limitCents !== null && <span className={classes.limit}>{texts.limitMine(money(limitCents))}</span>}
    </div>
  );
}

function LotResult({ event, lot }: { event: GalaEvent; lot: LiveLot }) {
  const paddleNumber = usePaddleNumber();
  const money = (cents: number) => formatMoney(cents, event.currency);
  switch (lot.live.stage) {
    case "waiting":
      return <span className={classes.muted}>{texts.startsAt(money(lot.starting_cents))}</span>;
    case "running":
      return null;
    case "passed":
      return <span className={classes.muted}>{texts.unsold}</span>;
    case "sold":
      return lot.live.sales.map(({ paddle, amount_cents: cents, is_confirmed: isConfirmed }, index) => {
        const isMine = paddle === paddleNumber && isConfirmed;
        return (
          // Copies of one lot are told apart by nothing but their order.
          <span key={`${String(index)}:${String(paddle)}`} className={isMine ? classes.mine : classes.muted}>
            {isMine ? texts.yours(money(cents)) : paddle === null ? texts.sold(money(cents)) : texts.soldTo(money(cents), paddle)}
          </span>
        );
      });
  }
}
