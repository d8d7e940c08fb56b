import createClient from "openapi-fetch";
import type { paths } from "#shared/api/openapi.d.ts";
import { accessToken, refresh } from "#shared/session/access-token.ts";
import { sessionStore } from "#shared/session/session-store.ts";

const REQUEST_TIMEOUT_MS = 15_000;

/** Adds the token of the current face; an expired token is renewed and the request sent once more. */
async function authorisedFetch(request: Request): Promise<Response> {
  const store = sessionStore();
  const token = await accessToken(store);
  const first = await send(request.clone(), token);
  if (first.status !== 401 || token === null) return first;
  const problem = (await first.clone().json().catch(() => ({}))) as { code?: string };
  if (problem.code === "session_revoked") {
    store.clear();
    return first;
  }
  const renewed = await refresh(store, token);
  return renewed === null ? first : send(request, renewed.access_token);
}

function send(request: Request, token: string | null): Promise<Response> {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
  return fetch(new Request(request, { signal }));
}

export const api = createClient<paths>({ baseUrl: `${window.location.origin}/api/v1`, fetch: authorisedFetch });
