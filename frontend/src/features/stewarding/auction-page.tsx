import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ItemsTable } from "#features/stewarding/items-table.tsx";
import { SectionsPanel } from "#features/stewarding/sections-panel.tsx";
import classes from "#features/stewarding/stewarding.module.css";
import { texts } from "#features/stewarding/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { eventOptions } from "#shared/event/event-query.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { PageHeading, PageState } from "#shared/ui/page-state.tsx";

/** Sections travel with the event, not with the room's packets; another manager's pause shows within this time. */
const SECTIONS_REFRESH_MS = 5_000;

export function AuctionPage({ event }: { event: GalaEvent }) {
  const { data: live, error, refetch } = useSnapshot(event.id);
  const { data: fresh } = useQuery({ ...eventOptions(event.id), refetchInterval: SECTIONS_REFRESH_MS });
  if (live === undefined && error !== null) return <PageState title={texts.couldNotLoad} action={<Button onClick={() => void refetch()}>{texts.tryAgain}</Button>} />;
  const items = Object.values(live?.items ?? {});
  const openItems = (sectionId: string | null) =>
    items.filter((item) => item.status === "open" && item.kind !== "live" && item.kind !== "donation" && (sectionId === null || item.section_id === sectionId)).length;
  return (
    <div className={classes.page}>
      <PageHeading>{texts.heading}</PageHeading>
      <SectionsPanel event={fresh ?? event} openItems={openItems} />
      {live === undefined ? <Skeleton height={320} radius={12} /> : <ItemsTable event={event} items={items} />}
    </div>
  );
}
