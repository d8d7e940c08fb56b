import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const FEATURES = ["sessions", "items", "bids", "settlement", "stage", "clerk", "live-auction", "giving", "me", "display", "bid-assist", "disputes", "stewarding", "room-console"];

const forbid = (regex, message) => ({
  "no-restricted-imports": ["error", { patterns: [{ regex, message }, { regex: "^\\.\\./", message: "Import by #path; parent-relative imports hide a zone." }] }],
});

export default tseslint.config(
  { ignores: ["dist", "node_modules", "**/openapi.d.ts", "**/events.d.ts", "public"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { "react-hooks": reactHooks },
    languageOptions: { globals: globals.browser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
    },
  },
  // Zones: app -> features -> shared; a feature never imports another feature.
  { files: ["src/shared/**"], ignores: ["**/*.test.*"], rules: forbid("^#(app|features|testing)/", "shared imports only shared.") },
  ...FEATURES.map((feature) => ({
    files: [`src/features/${feature}/**`],
    ignores: ["**/*.test.*"],
    rules: forbid(`^#(app|testing)/|^#features/(?!${feature}/)`, "A feature imports itself and shared only."),
  })),
  { files: ["src/app/**"], ignores: ["**/*.test.*"], rules: forbid("^#testing/", "Mocks never reach the production bundle.") },
  { files: ["journeys/**", "scripts/**", "*.js"], languageOptions: { globals: { ...globals.node, ...globals.browser } }, rules: { "no-console": "off" } },
);
