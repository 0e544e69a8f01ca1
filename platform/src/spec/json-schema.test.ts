import { expect, test } from "vitest";
import { jsonSchema } from "./json-schema.ts";

test("tells an editor types, limits, values and meaning, and allows no other field", () => {
  const schema = JSON.parse(JSON.stringify(jsonSchema())) as object;
  expect(schema).toMatchObject({
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      services: {
        type: "array",
        items: {
          additionalProperties: false,
          properties: {
            http_port: {
              type: "integer",
              minimum: 1,
              maximum: 65535,
              description: expect.stringContaining("Default: 8080.") as unknown,
            },
            protocol: { enum: ["HTTP", "HTTP2"] },
            routes: { deprecated: true },
          },
        },
      },
    },
  });
});
