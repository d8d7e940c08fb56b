import { useEffect } from "react";

/** For what is mounted only while it is open: when it goes, focus goes back to what opened it. */
export function useReturnFocus(): void {
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      // After the focus trap has let go.
      setTimeout(() => {
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
        // The act took its own row away: the page's heading, so that the keyboard does not start from the top of the window.
        else document.querySelector<HTMLElement>("h1[tabindex]")?.focus({ preventScroll: true });
      }, 0);
    };
  }, []);
}
