import { createBrowserRouter } from "react-router";
import { FaultScreen, OpeningScreen } from "#app/fault-screen.tsx";

/** Each face is its own chunk: a phone never loads the console, a projector never loads the bidding. */
export const router = createBrowserRouter([
  {
    ErrorBoundary: FaultScreen,
    HydrateFallback: OpeningScreen,
    children: [
      { path: "/j/:link", lazy: async () => ({ Component: (await import("#app/donor/join-route.tsx")).JoinRoute }) },
      {
        lazy: async () => ({ Component: (await import("#app/donor/donor-layout.tsx")).DonorLayout }),
        children: [
          { path: "/items", lazy: async () => ({ Component: (await import("#app/donor/items-route.tsx")).ItemsRoute }) },
          { path: "/items/:itemId", lazy: async () => ({ Component: (await import("#app/donor/item-route.tsx")).ItemRoute }) },
          { path: "/my-bids", lazy: async () => ({ Component: (await import("#app/donor/my-bids-route.tsx")).MyBidsRoute }) },
          { path: "/live", lazy: async () => ({ Component: (await import("#app/donor/live-route.tsx")).LiveRoute }) },
          { path: "/pay", lazy: async () => ({ Component: (await import("#app/donor/pay-route.tsx")).PayRoute }) },
        ],
      },
      { path: "/s/:link", lazy: async () => ({ Component: (await import("#app/staff/staff-sign-in-route.tsx")).StaffSignInRoute }) },
      { path: "/d/:link", lazy: async () => ({ Component: (await import("#app/staff/staff-sign-in-route.tsx")).StaffSignInRoute }) },
      {
        path: "/admin",
        lazy: async () => ({ Component: (await import("#app/staff/admin-route.tsx")).AdminRoute }),
        children: [
          { index: true, lazy: async () => ({ Component: (await import("#app/staff/checkout-route.tsx")).CheckoutRoute }) },
          { path: "items", lazy: async () => ({ Component: (await import("#app/staff/auction-route.tsx")).AuctionRoute }) },
          { path: "items/:itemId/dispute", lazy: async () => ({ Component: (await import("#app/staff/dispute-route.tsx")).DisputeRoute }) },
          { path: "requests", lazy: async () => ({ Component: (await import("#app/staff/requests-route.tsx")).RequestsRoute }) },
          { path: "room", lazy: async () => ({ Component: (await import("#app/staff/room-route.tsx")).RoomRoute }) },
          { path: "raise", lazy: async () => ({ Component: (await import("#app/staff/raise-route.tsx")).RaiseRoute }) },
          { path: "paddles", lazy: async () => ({ Component: (await import("#app/staff/paddles-route.tsx")).PaddlesRoute }) },
          { path: "sales", lazy: async () => ({ Component: (await import("#app/staff/sales-route.tsx")).SalesRoute }) },
        ],
      },
      { path: "/confirm", lazy: async () => ({ Component: (await import("#app/staff/confirm-route.tsx")).ConfirmRoute }) },
      { path: "/assist", lazy: async () => ({ Component: (await import("#app/staff/assist-route.tsx")).AssistRoute }) },
      { path: "/clerk", lazy: async () => ({ Component: (await import("#app/staff/clerk-route.tsx")).ClerkRoute }) },
      { path: "/stage", lazy: async () => ({ Component: (await import("#app/staff/stage-route.tsx")).StageRoute }) },
      { path: "/display", lazy: async () => ({ Component: (await import("#app/staff/display-route.tsx")).DisplayRoute }) },
      { path: "*", lazy: async () => ({ Component: (await import("#app/donor/landing-route.tsx")).LandingRoute }) },
    ],
  },
]);
