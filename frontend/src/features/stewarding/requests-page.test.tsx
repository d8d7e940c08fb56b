import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RequestsPage } from "#features/stewarding/requests-page.tsx";
import type { Approval, StepBack } from "#shared/api/types.ts";
import { handlersFor } from "#testing/handlers.ts";
import { makeEvent } from "#testing/make.ts";
import { problem } from "#testing/problem.ts";
import { renderStaff } from "#testing/staff.tsx";
import { World } from "#testing/world.ts";

const server = setupServer();
const API = "*/api/v1";

function makeApproval(overrides: Partial<Approval> = {}): Approval {
  return {
    id: "approval-1", action: "reopen", subject_id: "item-12", lot: "12", title: "Napa weekend", section_name: null, reason: "system_fault", note: "Wi-Fi was down at table 4",
    asked_by_name: "Sam Reyes", is_mine: false, asked_at: new Date().toISOString(), expires_at: new Date(Date.now() + 600_000).toISOString(), verdict: null,
    decided_by_name: null, decided_at: null, ...overrides,
  };
}

describe("requests", () => {
  beforeAll(() => server.listen());
  afterAll(() => server.close());
  afterEach(() => server.resetHandlers());
  beforeEach(() => server.use(...handlersFor(new World())));

  function open(approvals: Approval[], stepBacks: StepBack[] = []) {
    server.use(
      http.get(`${API}/events/:id/approvals`, () => HttpResponse.json({ approvals })),
      http.get(`${API}/events/:id/step-backs`, () => HttpResponse.json({ step_backs: stepBacks })),
    );
    renderStaff(new World(), <RequestsPage event={makeEvent()} />);
    return userEvent.setup();
  }

  it("say who asked, why and how long is left, and are approved by name", async () => {
    const approval = makeApproval();
    server.use(http.post(`${API}/approvals/:id/approve`, () => HttpResponse.json({ approval: { ...approval, verdict: "approved" }, items: [], item: null })));
    const user = open([approval]);
    expect(await screen.findByText(/Sam Reyes asked at .* Fault of the system\. “Wi-Fi was down at table 4”/)).toBeVisible();
    expect(screen.getByRole("timer")).toHaveTextContent(/left to answer/);
    await user.click(screen.getByRole("button", { name: "Approve: Reopen: Item 12, Napa weekend" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Approve: Reopen: Item 12, Napa weekend" }));
    expect(await within(screen.getByRole("dialog")).findByText("Approved and done: Reopen: Item 12, Napa weekend.")).toHaveFocus();
  });

  it("explain to the asker who must approve, with a way to take it back", async () => {
    open([makeApproval({ is_mine: true })]);
    expect(await screen.findByText(/You asked for this, so another coordinator or the owner must approve it/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Approve/ })).toBeNull();
    expect(screen.getByRole("button", { name: /^Take back my request/ })).toBeVisible();
  });

  it("tell why an approval was refused", async () => {
    server.use(http.post(`${API}/approvals/:id/approve`, () => problem(409, "award_billed")));
    const user = open([makeApproval()]);
    await user.click(await screen.findByRole("button", { name: /^Approve/ }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: /^Approve/ }));
    expect(await within(screen.getByRole("dialog")).findByText(/on an invoice already/)).toBeVisible();
  });

  it("keep what was answered in a table", async () => {
    open([makeApproval({ verdict: "declined", decided_by_name: "Robin Vale", decided_at: "2026-11-23T02:05:00Z" })]);
    expect(await screen.findByText("Declined by Robin Vale, 9:05 PM")).toBeVisible();
    expect(screen.getByText("Nothing waits for a second person.")).toBeVisible();
  });

  it("let a guest step back by voiding their bids, with that reason", async () => {
    const sent: unknown[] = [];
    server.use(
      http.post(`${API}/items/:id/voids`, async ({ request }) => {
        sent.push(await request.json());
        return problem(409, "nothing_to_void");
      }),
    );
    const user = open([], [{ id: "s-1", item_id: "item-12", lot: "12", title: "Napa weekend", paddle_number: 331, requested_at: new Date().toISOString(), is_open: true }]);
    await user.click(await screen.findByRole("button", { name: "Void all bids of paddle 331: Item 12" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Void all bids of paddle 331" }));
    expect(await within(screen.getByRole("dialog")).findByText(/Read the record again/)).toBeVisible();
    expect(sent).toEqual([{ paddle_number: 331, reason: "winner_steps_back", note: "" }]);
  });
});
