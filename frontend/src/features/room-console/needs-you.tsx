import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Panel } from "#features/room-console/console-parts.tsx";
import classes from "#features/room-console/console.module.css";
import { displaysOptions } from "#features/room-console/display-acts.ts";
import { approvalsOptions, stepBacksOptions } from "#shared/event/request-queries.ts";
import { words as roomWords } from "#features/room-console/room-texts.ts";
import { needsLook } from "#features/room-console/sale-words.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useRaise } from "#shared/event/raise-query.ts";
import { useStage } from "#shared/event/stage-query.ts";
import { useServerNow } from "#shared/time/ticker.ts";
import { Icon } from "#shared/ui/icon.tsx";

const words = roomWords.needsYou;

type Need = { text: string; to: string; go: string };

/** What waits for a manager anywhere in the room, and the way there. */
export function NeedsYou({ event }: { event: GalaEvent }) {
  const needs = useNeeds(event);
  return (
    <Panel title={`${words.title} (${needs.length})`}>
      {needs.length === 0 && <p>{words.none}</p>}
      <ul className={classes.cards}>
        {needs.map(({ text, to, go }) => (
          <li key={text} className={classes.need}>
            <Icon name="warning" /> <span>{text}</span>
            <Link className={classes.go} to={to} aria-label={`${go}: ${text}`}>
              {go}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A list that could not be read counts nothing; its own page says why. */
function useNeeds(event: GalaEvent): Need[] {
  const now = useServerNow();
  const sales = useStage(event.id).data?.sales ?? [];
  const desk = useRaise(event.id).data;
  const displays = useQuery(displaysOptions(event.id)).data?.displays ?? [];
  const approvals = useQuery(approvalsOptions(event.id)).data?.approvals ?? [];
  const stepBacks = useQuery(stepBacksOptions(event.id)).data?.step_backs ?? [];
  const counted: [number, (count: number) => string, string, string][] = [
    [sales.filter(({ claim }) => claim !== null).length, words.conflicts, "/admin/sales", words.resolve],
    [sales.filter((sale) => sale.claim === null && needsLook(sale, now)).length, words.sales, "/admin/sales", words.look],
    [desk?.needs_look.length ?? 0, words.gifts, "/admin/raise", words.look],
    [desk?.levels.reduce((sum, { mismatches }) => sum + mismatches.length, 0) ?? 0, words.differences, "/admin/raise", words.resolve],
    [approvals.filter(({ verdict, is_mine }) => verdict === null && !is_mine).length, words.approvals, "/admin/requests", words.decide],
    [stepBacks.filter(({ is_open }) => is_open).length, words.stepBacks, "/admin/requests", words.decide],
    [displays.filter(({ is_live, last_seen_at }) => !is_live && last_seen_at !== null).length, words.displays, "#screens", words.see],
  ];
  return counted.flatMap(([count, text, to, go]) => (count === 0 ? [] : [{ text: text(count), to, go }]));
}
