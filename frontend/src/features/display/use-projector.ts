import { useEffect } from "react";

async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement === null) await document.documentElement.requestFullscreen();
  else await document.exitFullscreen();
}

/** F fills the screen, and the machine behind the projector stays awake while this page is in front. */
export function useProjector(): void {
  useEffect(() => {
    // Where a browser refuses, the picture stays as it is; there is nobody at this screen to tell.
    const ignore = () => undefined;
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.key.toLowerCase() === "f" && !pressed.ctrlKey && !pressed.metaKey) toggleFullScreen().catch(ignore);
    };
    const stayAwake = () => {
      if (document.visibilityState === "visible" && "wakeLock" in navigator) navigator.wakeLock.request("screen").catch(ignore);
    };
    stayAwake();
    window.addEventListener("keydown", onKey);
    document.addEventListener("visibilitychange", stayAwake);
    return () => {
      window.removeEventListener("keydown", onKey);
      document.removeEventListener("visibilitychange", stayAwake);
    };
  }, []);
}
