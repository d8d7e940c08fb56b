import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accessToken } from "#shared/session/access-token.ts";
import { sessionStore } from "#shared/session/session-store.ts";
import { makeSession } from "#testing/make.ts";

const server = setupServer();
const store = sessionStore("donor");

describe("the access token", () => {
  beforeAll(() => server.listen());
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  beforeEach(() => store.set(makeSession({ access_expires_in_s: 900 }), "link-1"));

  it("is used as it is while it is fresh", async () => expect(await accessToken(store)).toBe("access"));

  it("is renewed once before expiry, however many ask at the same time", async () => {
    let exchanges = 0;
    server.use(
      http.post("*/api/v1/sessions/refresh", async ({ request }) => {
        exchanges += 1;
        expect(await request.json()).toEqual({ refresh_token: "refresh" });
        return HttpResponse.json(makeSession({ access_token: "newer", refresh_token: "refresh-2" }));
      }),
    );
    store.set(makeSession({ access_expires_in_s: 30 }), "link-1");
    expect(await Promise.all([accessToken(store), accessToken(store), accessToken(store)])).toEqual(["newer", "newer", "newer"]);
    expect(exchanges).toBe(1);
    expect(store.get()?.refresh_token).toBe("refresh-2");
    expect(store.get()?.link).toBe("link-1");
  });

  it("ends the session when the refresh token was used by another", async () => {
    server.use(http.post("*/api/v1/sessions/refresh", () => HttpResponse.json({ code: "refresh_reused" }, { status: 401 })));
    store.set(makeSession({ access_expires_in_s: 30 }), "link-1");
    expect(await accessToken(store)).toBeNull();
    expect(store.get()).toBeNull();
  });

  it("keeps the session when the server only has a fault", async () => {
    server.use(http.post("*/api/v1/sessions/refresh", () => new HttpResponse(null, { status: 503 })));
    store.set(makeSession({ access_expires_in_s: 30 }), "link-1");
    await expect(accessToken(store)).rejects.toThrow("503");
    expect(store.get()).not.toBeNull();
  });
});
