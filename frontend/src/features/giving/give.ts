import type { Gift, Pledged } from "#features/giving/gift.ts";
import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

export function give({ appealId, levelId, cents, levelCents, isSecond, isConfirmed, payBy }: Gift, key: string, signal: AbortSignal): Promise<Pledged> {
  const params = { path: { appeal_id: appealId }, header: { "Idempotency-Key": key } };
  const body = {
    level_id: levelId,
    pay_by: payBy,
    ...(cents === levelCents ? {} : { amount_cents: cents }),
    ...(isSecond ? { is_second: true } : {}),
    ...(isConfirmed ? { confirmed: true } : {}),
  };
  return unwrap(api.POST("/appeals/{appeal_id}/own-pledges", { params, body, signal }));
}
