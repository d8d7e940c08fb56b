import { lazy, Suspense } from "react";
import { Navigate, Outlet, ScrollRestoration, useLocation, useParams } from "react-router";
import { DonorHeader } from "#app/donor/donor-header.tsx";
import classes from "#app/donor/donor-layout.module.css";
import { DonorTabs } from "#app/donor/donor-tabs.tsx";
import { OpeningScreen } from "#app/fault-screen.tsx";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { LockNotice } from "#app/donor/lock-notice.tsx";
import { texts } from "#app/donor/texts.ts";
import { useMissed } from "#app/donor/use-missed.ts";
import { useTold } from "#app/donor/use-told.ts";
import { useStoredSession } from "#app/use-stored-session.ts";
import { BidDeskProvider } from "#features/bids/bid-desk-provider.tsx";
import { CountdownAnnouncer } from "#features/bids/countdown-announcer.tsx";
import { OfferBanner } from "#features/bids/offers.tsx";
import { OutbidWatch } from "#features/bids/outbid-watch.tsx";
import { GivingDeskProvider } from "#features/giving/giving-desk-provider.tsx";
import { LiveDeskProvider } from "#features/live-auction/live-desk-provider.tsx";
import type { GalaEvent } from "#shared/api/types.ts";
import { useEvent } from "#shared/event/event-query.ts";
import { RoomProvider } from "#shared/realtime/room-provider.tsx";
import { RoomNotices } from "#shared/room-notices/room-notices.tsx";
import { SessionProvider, usePaddleNumber, useSession } from "#shared/session/session-context.tsx";
import { lastLink } from "#shared/session/session-store.ts";
import { RehearsalFrame } from "#shared/ui/rehearsal-frame.tsx";

// Nobody has bought a lot before the first item shows.
const Sales = lazy(async () => ({ default: (await import("#features/live-auction/sales.tsx")).Sales }));

export function DonorLayout() {
  const session = useStoredSession("donor");
  if (session === null) {
    const link = lastLink("donor");
    return <Navigate to={link === null ? "/" : `/j/${link}`} replace />;
  }
  return (
    <ThemeProvider>
      <SessionProvider session={session}>
        <Suspense fallback={<OpeningScreen />}>
          <Room />
        </Suspense>
      </SessionProvider>
    </ThemeProvider>
  );
}

function Room() {
  const { event_id: eventId, session_id: sessionId } = useSession();
  const event = useEvent(eventId);
  const onTold = useTold(usePaddleNumber());
  return (
    <RoomProvider eventId={eventId} onTold={onTold}>
      <BidDeskProvider eventId={eventId} sessionId={sessionId}>
        <LiveDeskProvider eventId={eventId} sessionId={sessionId}>
          <GivingDeskProvider sessionId={sessionId}>
            <Face event={event} />
          </GivingDeskProvider>
        </LiveDeskProvider>
      </BidDeskProvider>
    </RoomProvider>
  );
}

function Face({ event }: { event: GalaEvent }) {
  const { itemId = null } = useParams();
  const isMyBids = useLocation().pathname === "/my-bids";
  useMissed(event.id);
  return (
    <div className={classes.face}>
      <a href="#content" className="aug-skip">
        Skip to content
      </a>
      {event.is_rehearsal && <RehearsalFrame />}
      <DonorHeader event={event} />
      <section className={classes.notices} aria-label={texts.notices}>
        <RoomNotices eventId={event.id} />
        <LockNotice />
        <Suspense fallback={null}>
          <Sales event={event} />
        </Suspense>
      </section>
      <OutbidWatch event={event} currentItemId={itemId} />
      {!isMyBids && <OfferBanner event={event} />}
      <CountdownAnnouncer event={event} />
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
      <DonorTabs event={event} />
      <ScrollRestoration />
    </div>
  );
}
