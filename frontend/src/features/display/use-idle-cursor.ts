import { useEffect, useState } from "react";

const HIDE_AFTER_MS = 3_000;

/** A cursor is not part of the picture. */
export function useIdleCursor(): boolean {
  const [isHidden, setIsHidden] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setIsHidden(true), HIDE_AFTER_MS);
    const moved = () => {
      setIsHidden(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIsHidden(true), HIDE_AFTER_MS);
    };
    window.addEventListener("pointermove", moved);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pointermove", moved);
    };
  }, []);
  return isHidden;
}
