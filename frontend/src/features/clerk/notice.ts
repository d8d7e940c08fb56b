import type { ClerkRow } from "#features/clerk/entries.ts";

type Told = { text: string; tone: "good" | "look" | "plain" };

/** The last thing that was done. `awaits`: what it says once the server has answered the row; null leaves it as it is. */
export type Notice = Told & { redo?: () => void; awaits?: { rowId: string; answered: (row: ClerkRow) => Told | null } };

/** Nothing stays green that the server has refused. */
export function noticeNow(notice: Notice | null, find: (rowId: string) => ClerkRow | undefined): Notice | null {
  const row = notice?.awaits === undefined ? undefined : find(notice.awaits.rowId);
  const told = row === undefined ? null : (notice?.awaits?.answered(row) ?? null);
  return notice === null || told === null ? notice : { ...notice, ...told };
}
