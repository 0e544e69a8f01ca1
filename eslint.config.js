import tseslint from "typescript-eslint";

const processEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "process.env is read in server/config.ts and cli/main.ts only.",
};

export default tseslint.config(
  { ignores: ["**/node_modules/**", "**/dist/**", "examples/**", "**/*.js", "**/*.cjs"] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 12],
      "max-params": ["error", 5],
      "no-console": "error",
      "no-restricted-syntax": ["error", processEnv],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // There are no classes here, so nothing loses its `this`.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["platform/src/**/*.ts"],
    ignores: ["platform/src/base/exec.ts", "**/*.test.ts", "**/*.conformance.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "node:child_process", message: "Children are started by base/exec.ts only." }] },
      ],
    },
  },
  {
    files: ["dashboard/src/**/*.ts"],
    ignores: ["dashboard/src/base/child.ts", "**/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "node:child_process", message: "Children are started by base/child.ts only." }] },
      ],
    },
  },
  {
    // A view is markup for the most part, a resource the declarations of its routes.
    files: ["dashboard/console/**/*.tsx", "dashboard/src/api/routes/*.ts"],
    rules: {
      "max-lines-per-function": ["error", { max: 90, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: [
      "platform/src/server/config.ts",
      "platform/src/cli/main.ts",
      "dashboard/src/config.ts",
      "scripts/**",
      "test/**",
      "**/bench/**",
    ],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["platform/src/cli/output.ts", "dashboard/src/moving/main.ts", "scripts/**", "**/bench/**"],
    rules: { "no-console": "off" },
  },
  {
    files: ["**/*.test.ts", "**/*.conformance.ts", "**/testing/**", "test/**", "**/bench/**"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      "no-restricted-syntax": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
