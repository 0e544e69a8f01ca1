import { accepted, choice, flag, integer, section, text } from "./field.ts";
import { name } from "./name.ts";

const engines = ["UNSET", "PG", "MYSQL", "REDIS", "MONGODB", "KAFKA", "OPENSEARCH", "VALKEY"] as const;

const oldSize = "leave it out, it has no effect";

export const database = section({
  name: name("Name of the database; variables refer to it by this name."),
  engine: choice("Kind of server.", engines, { default: "PG" }),
  version: text("Major version, in quotes.", { default: "the newest one known" }),
  production: flag("True for a managed cluster, false for a development database.", { default: false }),
  cluster_name: text(
    "The managed cluster; attach it in `.do/ashore.yaml`, else a development database stands in.",
  ),
  db_name: text("Name of the database in the server.", { default: "the name of the component" }),
  db_user: text("User in the server.", { default: "the name of the component" }),
  size: text("Size of the cluster.", { deprecated: oldSize, support: accepted("it has no effect") }),
  num_nodes: integer("Nodes of the cluster.", {
    deprecated: oldSize,
    support: accepted("it has no effect"),
  }),
});
