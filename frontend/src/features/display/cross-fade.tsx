import { type ReactNode, useEffect, useState } from "react";
import classes from "#features/display/screen.module.css";

const FADE_MS = 600;

/** Both pages are drawn from the newest data while one becomes the other, so nothing old is ever on the screen. */
export function CrossFade({ page, render }: { page: number; render: (page: number) => ReactNode }) {
  const [pages, setPages] = useState<{ now: number; before: number | null }>({ now: page, before: null });
  if (pages.now !== page) setPages({ now: page, before: pages.now });

  useEffect(() => {
    const timer = setTimeout(() => setPages((shown) => ({ ...shown, before: null })), FADE_MS);
    return () => clearTimeout(timer);
  }, [page]);

  return (
    <div className={classes.fade}>
      {pages.before !== null && (
        <div key={pages.before} className={classes.out} aria-hidden="true">
          {render(pages.before)}
        </div>
      )}
      <div key={page} className={classes.in}>
        {render(page)}
      </div>
    </div>
  );
}
