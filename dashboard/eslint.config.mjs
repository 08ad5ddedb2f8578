import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import imports from "eslint-plugin-import-x";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const FEATURES = ["market", "orders", "analytics", "pipeline", "diagnostics", "compliance", "session"];

/** Features do not see each other, but for what every page needs: the market's stream and who is signed in. */
const zones = [
  { target: "./src/lib", from: ["./src/components", "./src/features", "./src/app"] },
  { target: "./src/components", from: ["./src/features", "./src/app"] },
  { target: "./src/features", from: "./src/app" },
  ...FEATURES.map((feature) => ({
    target: `./src/features/${feature}`,
    from: FEATURES.filter((other) => ![feature, "session", "market"].includes(other)).map(
      (other) => `./src/features/${other}`,
    ),
    message: "Features do not import each other: compose them in src/app.",
  })),
];

export default tseslint.config(
  {
    ignores: [".next", "node_modules", "output", "coverage", "public", "next-env.d.ts", "src/lib/api/types"],
  },
  ...tseslint.configs.strictTypeChecked,
  imports.flatConfigs.typescript,
  hooks.configs.flat["recommended-latest"] ?? hooks.configs.flat.recommended,
  a11y.flatConfigs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.mjs", "tools/*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 120, skipComments: true }],
      complexity: ["error", 16],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `return done()` in a switch, and handlers of one call, read better than braces.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // A region that scrolls, and a time that has a hint, must be reachable by keyboard.
      "jsx-a11y/no-noninteractive-tabindex": ["error", { roles: ["region", "tabpanel"], tags: ["time"] }],
      // The language is a call, which the rule cannot see.
      "jsx-a11y/html-has-lang": "off",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["**/*.test.ts", "**/*.test.tsx", "journeys/**"], rules: { "max-lines-per-function": "off" } },
  // jsdom is told what it lacks by types that think it has everything.
  {
    files: ["src/test/setup.ts"],
    rules: {
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
