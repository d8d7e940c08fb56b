import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router/dom";
import { router } from "#app/router.tsx";
import { isProblem } from "#shared/api/problem.ts";
import { AnnouncerProvider } from "#shared/announcer/announcer.tsx";

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // An answer of the server is an answer; only lost connections and faults are worth another try.
      retry: (failures, error) => failures < 2 && (!isProblem(error) || error.status >= 500),
      refetchOnWindowFocus: false,
    },
    // Money is sent now or not at all, never queued for later.
    mutations: { networkMode: "always", retry: false },
  },
});

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <AnnouncerProvider>
        <RouterProvider router={router} />
      </AnnouncerProvider>
    </QueryClientProvider>
  );
}
