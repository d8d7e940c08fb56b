import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { isProblem, unwrap } from "#shared/api/problem.ts";
import type { Invoice } from "#shared/api/types.ts";

const WHILE_CHARGING_MS = 2_000;
const WHILE_WAITING_MS = 15_000;

export const invoiceOptions = queryOptions({
  queryKey: ["me", "invoice"],
  /** Null means there is no bill (yet). */
  queryFn: async ({ signal }): Promise<Invoice | null> => {
    try {
      return await unwrap(api.GET("/me/invoice", { signal }));
    } catch (error) {
      if (isProblem(error, "no_invoice")) return null;
      throw error;
    }
  },
  refetchInterval: ({ state }) => {
    const invoice = state.data;
    if (invoice?.status === "charging" || (invoice?.status === "paid" && invoice.receipt === null)) return WHILE_CHARGING_MS;
    return invoice?.status === "paid" || invoice?.status === "void" ? false : WHILE_WAITING_MS;
  },
  staleTime: 5_000,
});
