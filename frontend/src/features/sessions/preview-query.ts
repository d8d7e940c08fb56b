import { queryOptions } from "@tanstack/react-query";
import { api } from "#shared/api/client.ts";
import { isProblem, unwrap } from "#shared/api/problem.ts";

export function previewOptions(link: string) {
  return queryOptions({
    queryKey: ["sessions", "preview", link],
    queryFn: ({ signal }) => unwrap(api.POST("/sessions/preview", { body: { link }, signal })),
    retry: (failures, error) => !isProblem(error) && failures < 2,
    networkMode: "always",
    staleTime: 60_000,
  });
}
