import { accessToken } from "#shared/session/access-token.ts";
import { sessionStore } from "#shared/session/session-store.ts";

const KEEP_MS = 60_000;

/** A file of the API needs the token, so it is fetched and saved rather than linked. */
export async function saveFile(url: string, name: string): Promise<void> {
  const token = await accessToken(sessionStore());
  const response = await fetch(url, { headers: token === null ? {} : { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${name}: ${String(response.status)}`);
  const address = URL.createObjectURL(await response.blob());
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}
