import type { ReactNode } from "react";
import { Stage } from "#features/stage/stage.tsx";
import { texts } from "#features/stage/texts.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { PageState } from "#shared/ui/page-state.tsx";

/** The auctioneer's screen. `menu`: the way to the other staff pages, kept out of sight. */
export function StagePage({ event, menu }: { event: GalaEvent; menu?: ReactNode }) {
  const { data: live } = useSnapshot(event.id);
  if (live === undefined) return <PageState title={texts.loading} />;
  return <Stage event={event} live={live} menu={menu} />;
}
