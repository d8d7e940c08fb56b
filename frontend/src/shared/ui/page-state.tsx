import { type ReactNode, useEffect, useRef } from "react";
import classes from "#shared/ui/page-state.module.css";

/** A whole screen that is empty, broken or a dead end: a sentence and the way out. */
export function PageState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.state}>
      <h2 className={classes.title}>{title}</h2>
      {children !== undefined && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}

/** The page's heading takes focus on arrival, so a screen reader starts reading there. */
export function PageHeading({ children, className, isHidden = false }: { children: ReactNode; className?: string | undefined; isHidden?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      {typeof children === "string" && <title>{`${children} · Augeo`}</title>}
      <h1 ref={heading} tabIndex={-1} className={`${classes.heading ?? ""} ${className ?? ""} ${isHidden ? "aug-visually-hidden" : ""}`}>
        {children}
      </h1>
    </>
  );
}
