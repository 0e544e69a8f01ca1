import { explainField } from "../../spec/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-code.ts";
