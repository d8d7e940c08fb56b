import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import "#app/mantine.css";
import { cssVariables, theme } from "#app/theme.ts";

export function ThemeProvider({ children, isDark = false }: { children: ReactNode; isDark?: boolean }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" {...(isDark ? { forceColorScheme: "dark" as const } : {})}>
      {children}
    </MantineProvider>
  );
}
