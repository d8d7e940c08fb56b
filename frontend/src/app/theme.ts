import { Button, createTheme, type CSSVariablesResolver, Drawer, TextInput, Textarea, NativeSelect } from "@mantine/core";

export const theme = createTheme({
  fontFamily: "var(--aug-font)",
  primaryColor: "action",
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  defaultRadius: 12,
  respectReducedMotion: true,
  focusRing: "auto",
  colors: {
    action: ["#E3EDFA", "#C7DBF5", "#A3C4EE", "#7DB7FF", "#4F8FE0", "#2E72C9", "#1A60B8", "#0B4FA8", "#094289", "#07356D"],
  },
  components: {
    Button: Button.extend({ defaultProps: { size: "lg", variant: "filled" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "lg" } }),
    Textarea: Textarea.extend({ defaultProps: { size: "lg" } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: "lg" } }),
    Drawer: Drawer.extend({ defaultProps: { position: "bottom", size: "auto", radius: 16, closeButtonProps: { "aria-label": "Close", size: 44 } } }),
  },
});

/** Mantine's own roles read ours, so there is one palette. */
export const cssVariables: CSSVariablesResolver = () => {
  const roles = {
    "--mantine-color-body": "var(--aug-panel)",
    "--mantine-color-default": "var(--aug-panel)",
    "--mantine-color-default-hover": "var(--aug-surface)",
    "--mantine-color-default-color": "var(--aug-text)",
    "--mantine-color-text": "var(--aug-text)",
    "--mantine-color-dimmed": "var(--aug-muted)",
    "--mantine-color-placeholder": "var(--aug-muted)",
    "--mantine-color-error": "var(--aug-danger)",
    "--mantine-color-default-border": "var(--aug-field-border)",
  };
  return { variables: {}, light: roles, dark: roles };
};
