import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";
import { saveFile } from "#shared/api/save-file.ts";

/** Reading is noted by the server, so it is read when somebody asks, never by itself. */
export function recordOptions(itemId: string) {
  return queryOptions({
    queryKey: ["items", itemId, "dispute"],
    queryFn: ({ signal }) => unwrap(api.GET("/items/{item_id}/dispute", { params: { path: { item_id: itemId } }, signal })),
    refetchOnReconnect: false,
    staleTime: 0,
  });
}

export function saveRecord(itemId: string, lot: string): Promise<void> {
  return saveFile(`/api/v1/items/${itemId}/dispute/file`, `record-${lot}.pdf`);
}
