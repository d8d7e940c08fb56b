import { useCallback, useEffect, useRef } from "react";

const READING_MS = 400;

/** A question that the server raises while the clerk types must have been on the screen before Enter can be its answer. */
export function useSettled(questionId: string | null): () => boolean {
  const since = useRef(0);
  useEffect(() => {
    since.current = performance.now();
  }, [questionId]);
  return useCallback(() => performance.now() - since.current >= READING_MS, []);
}
