import { api } from "#shared/api/client.ts";
import { unwrap } from "#shared/api/problem.ts";

const of = (paddleId: string, key: string) => ({ params: { path: { paddle_id: paddleId }, header: { "Idempotency-Key": key } } });

export type PaddleAct = "lock" | "unlock";

export function changePaddle(paddleId: string, act: PaddleAct, reason: string, key: string) {
  const request = { ...of(paddleId, key), body: { reason } };
  return unwrap(act === "lock" ? api.POST("/paddles/{paddle_id}/lock", request) : api.POST("/paddles/{paddle_id}/unlock", request));
}
