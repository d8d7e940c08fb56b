import { encode } from "uqr";
import classes from "#features/display/join-code.module.css";
import { texts } from "#features/display/texts.ts";

/** A QR to the app's front door. It never carries a paddle: that is what the personal links are for. */
export function JoinCode({ isLarge = false }: { isLarge?: boolean }) {
  const { data, size } = encode(`${window.location.origin}/`, { border: 2 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${String(x)} ${String(y)}h1v1h-1z` : ""))).join("");
  return (
    <svg className={classes.qr} data-large={isLarge} viewBox={`0 0 ${String(size)} ${String(size)}`} role="img" aria-label={texts.qr} shapeRendering="crispEdges">
      <rect className={classes.paper} width={size} height={size} />
      <path className={classes.ink} d={path} />
    </svg>
  );
}
