import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

/** Whether the screens of the room may show the guest's name. */
export function showName(isShown: boolean, key: string) {
  return unwrap(api.POST("/me/name", { params: { header: { "Idempotency-Key": key } }, body: { is_shown: isShown } }));
}
