import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { AnnouncementBanner } from "#features/display/announcement-banner.tsx";
import { type Shown, shownMode } from "#shared/event/display-mode.ts";
import { freshness } from "#features/display/freshness.ts";
import { HoldSlide } from "#features/display/hold-slide.tsx";
import { useLocalMode } from "#features/display/local-mode.ts";
import { Screen } from "#features/display/screen.tsx";
import { Slide } from "#features/display/slide.tsx";
import { SoldSplash } from "#features/display/sold-splash.tsx";
import { useSoldSplash } from "#features/display/use-sold-splash.ts";
import { type Command, useReports, useStaffWord } from "#features/display/use-staff-word.ts";
import { useTicker } from "#features/display/use-ticker.ts";
import type { GalaEvent } from "#shared/api/types.ts";
import { useLastLot } from "#shared/event/last-lot.ts";
import type { LiveSnapshot } from "#shared/event/live-snapshot.ts";
import { useSnapshot } from "#shared/event/snapshot-query.ts";
import { useRoom } from "#shared/realtime/room-provider.tsx";
import { useServerNow } from "#shared/time/ticker.ts";
import { RehearsalFrame } from "#shared/ui/rehearsal-frame.tsx";

/** `command`: the last packet by which staff told this one screen what to show. */
type DisplayPageProps = { event: GalaEvent; command: Command | null };

export function DisplayPage(props: DisplayPageProps) {
  const { data: live } = useSnapshot(props.event.id);
  if (live === undefined) {
    return (
      <Screen title={props.event.name}>
        <HoldSlide name={props.event.name} />
      </Screen>
    );
  }
  return <Room {...props} live={live} />;
}

function Room({ event, command, live }: DisplayPageProps & { live: LiveSnapshot }) {
  const [params] = useSearchParams();
  const isStill = params.get("motion") === "no";
  const items = useMemo(() => Object.values(live.items), [live]);
  const now = useServerNow();
  // Read here, where every second is drawn: the room tells of a change of its status, not of every piece of news.
  const room = useRoom();
  const fresh = freshness(room.freshAt ?? Date.parse(live.serverTime), now);

  const lastLot = useLastLot(items);
  const staff = useStaffWord(live.state.display_mode, command);
  const local = useLocalMode(staff.mode, command);
  const mode: Shown = fresh === "held" ? "hold" : shownMode({ local, staff: staff.mode }, live.state, { items, lastLot, now });
  useReports(mode, live.state.display_mode, staff.report);

  const sales = useSoldSplash(items, mode);
  const ticker = useTicker(items, mode === "board");
  const isQuiet = mode === "hold";
  return (
    <Screen
      title={event.name}
      isStill={isStill}
      banner={
        <>
          {event.is_rehearsal && <RehearsalFrame isLarge />}
          {fresh !== "held" && <AnnouncementBanner announcement={live.state.announcement} />}
        </>
      }
      over={!isQuiet && <SoldSplash event={event} sales={sales} />}
      isReconnecting={room.status !== "live" && room.status !== "slow"}
    >
      <Slide
        mode={mode}
        isStopped={fresh !== "held" && live.state.stopped_at !== null}
        ticker={ticker}
        event={event}
        items={items}
        state={live.state}
        lastLotId={lastLot?.id ?? null}
        isClockHidden={fresh !== "fresh"}
        isStill={isStill}
        hasPhotos={params.get("photos") !== "no"}
      />
    </Screen>
  );
}
