/** "0:15", "12:03": how long nothing was heard. */
export function offlineTime(lastSeenAt: string | null, now: number): string {
  if (lastSeenAt === null) return "";
  const seconds = Math.max(0, Math.floor((now - Date.parse(lastSeenAt)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
