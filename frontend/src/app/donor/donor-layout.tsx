import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useCallback } from "react";
import { Navigate, Outlet, ScrollRestoration, useLocation, useParams } from "react-router";
import { DonorHeader } from "#app/donor/donor-header.tsx";
import classes from "#app/donor/donor-layout.module.css";
import { DonorTabs } from "#app/donor/donor-tabs.tsx";
import { OpeningScreen } from "#app/fault-screen.tsx";
import { ThemeProvider } from "#app/theme-provider.tsx";
import { useStoredSession } from "#app/use-stored-session.ts";
import { BidDeskProvider } from "#features/bids/bid-desk-provider.tsx";
import { CountdownAnnouncer } from "#features/bids/countdown-announcer.tsx";
import { OfferBanner } from "#features/bids/offers.tsx";
import { OutbidWatch } from "#features/bids/outbid-watch.tsx";
import { useEvent } from "#shared/event/event-query.ts";
import { RoomProvider } from "#shared/realtime/room-provider.tsx";
import { meOptions } from "#shared/session/me-query.ts";
import { SessionProvider, useSession } from "#shared/session/session-context.tsx";
import { lastLink } from "#shared/session/session-store.ts";

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
  const client = useQueryClient();
  const { itemId = null } = useParams();
  const isMyBids = useLocation().pathname === "/my-bids";
  const onPaddleLocked = useCallback(() => void client.invalidateQueries({ queryKey: meOptions.queryKey }), [client]);
  return (
    <RoomProvider eventId={eventId} onPaddleLocked={onPaddleLocked}>
      <BidDeskProvider eventId={eventId} sessionId={sessionId}>
        <div className={classes.face}>
          <a href="#content" className="aug-skip">
            Skip to content
          </a>
          <DonorHeader event={event} />
          <OutbidWatch event={event} currentItemId={itemId} />
          {!isMyBids && <OfferBanner event={event} />}
          <CountdownAnnouncer event={event} />
          <main id="content" className={classes.content} tabIndex={-1}>
            <Outlet />
          </main>
          <DonorTabs event={event} />
          <ScrollRestoration />
        </div>
      </BidDeskProvider>
    </RoomProvider>
  );
}
