import { HttpResponse } from "msw";

export function problem(status: number, code: string, members: Record<string, unknown> = {}) {
  return HttpResponse.json({ type: "about:blank", title: code, status, code, ...members }, { status, headers: { "Content-Type": "application/problem+json" } });
}
